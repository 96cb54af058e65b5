"""Refusals by record rules, without the names of the records that they protect."""

import logging
from typing import Optional

from odoo import models
from odoo.exceptions import AccessError

from .. import compat
from ..compat import rights
from ..odoo_types import Records

_logger = logging.getLogger(__name__)

_VERBS = {"read": "read", "write": "change", "create": "create", "unlink": "delete"}


def _refusal(operation: str, records: Records) -> Optional[AccessError]:
    """Odoo's own text names the records, their companies and the rules: on 13.0 to 15.0 to every
    employee, from 16.0 on to whoever has a session in debug mode. None: that text is for no client."""
    if not compat.is_own_request():
        return None
    # what Odoo logs at this point
    _logger.info(
        "Access denied by record rules for operation: %s on record ids: %r, uid: %s, model: %s",
        operation,
        records.ids[:6],
        records.env.uid,
        records._name,
    )
    return AccessError(
        "Odoo's record rules do not let you %s all of these records of '%s' (%s)."
        % (_VERBS[operation], records._description, records._name)
    )


if rights.HAS_ONE_MODEL:

    class IrAccess(models.Model):
        _inherit = "ir.access"

        def _make_record_access_error(self, records: Records, operation: str) -> AccessError:
            own = _refusal(operation, records)
            return own or super()._make_record_access_error(records, operation)

else:

    class IrRule(models.Model):
        _inherit = "ir.rule"

        def _make_access_error(self, operation: str, records: Records) -> AccessError:
            own = _refusal(operation, records)
            return own or super()._make_access_error(operation, records)
