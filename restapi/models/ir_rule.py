"""Access errors of record rules, without the names of protected records."""

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
    """The error for requests of this API; None for all others.

    Odoo's message names records, companies and rules: on 13.0 to 15.0 for every employee, since 16.0 in
    debug mode.
    """
    if not compat.is_own_request():
        return None
    # what Odoo would log here
    _logger.info(
        "Access denied by record rules for operation: %s on record ids: %r, uid: %s, model: %s",
        operation,
        records.ids[:6],
        records.env.uid,
        records._name,
    )
    return AccessError(
        "Odoo's record rules don't allow you to %s all of these records of '%s' (%s)."
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
