"""Conditions on requests that write (RFC 9110 §13; docs/reference/requests.rst)."""

from typing import Optional

from odoo.http import request

from ..oauth import caller
from ..odoo_types import Record, Records
from ..rest import entity_tags
from ..rest.request import preconditions


def check_one(record: Record) -> None:
    """Check the conditions on a request that writes one record; called last, before it writes (§13.2.1).

    :raises PreconditionFailed: ``If-Match`` names another version
    :raises PreconditionUnsupported: there is a condition that can't be evaluated
    :raises InsufficientScope: ``If-Match`` compares values that the token may not read
    """
    preconditions.refuse_unsupported(request.httprequest, ("If-Match",))
    if "If-Match" in request.httprequest.headers:
        caller.require_scopes(request, ["read"])
        entity_tags.check_match(request, record)


def refuse_all(records: Optional[Records] = None) -> None:
    """Refuse conditions on a request that writes several records, or new ones.

    :raises PreconditionUnsupported: there is one
    """
    preconditions.refuse_unsupported(request.httprequest)
