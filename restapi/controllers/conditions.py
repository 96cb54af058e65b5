"""Conditions on requests that write (RFC 9110 §13; docs/reference/requests.rst)."""

from typing import Optional, Sequence

from odoo.http import request

from ..exceptions import PreconditionFailed, PreconditionRequired
from ..oauth import caller
from ..odoo_types import Record, Records
from ..rest import entity_tags
from ..rest.request import preconditions


def check_one(
    record: Record, supported: Sequence[str] = ("If-Match",), may_require: bool = True
) -> None:
    """Check the conditions on a request that writes one record; called last, before it writes (§13.2.1).

    :param may_require: whether the request can overwrite anything
    :raises PreconditionFailed: ``If-Match`` names another version
    :raises PreconditionUnsupported: there is a condition that can't be evaluated
    :raises InsufficientScope: ``If-Match`` compares values that the token may not read
    :raises PreconditionRequired: the application must send ``If-Match``
    """
    preconditions.refuse_unsupported(request.httprequest, supported)
    if "If-Match" not in request.httprequest.headers:
        _check_required(may_require)
    else:
        caller.require_scopes(request, ["read"])
        entity_tags.check_match(request, record)


def check_upsert(record: Optional[Record]) -> None:
    """Check the conditions on a request that changes the record at its address, or creates it.

    :param record: None if there is none yet
    :raises PreconditionFailed: ``If-Match`` names another version or there is none, or there is one and
        ``If-None-Match`` is ``*``
    :raises PreconditionUnsupported: there is a condition that can't be evaluated
    :raises InsufficientScope: ``If-Match`` compares values that the token may not read
    """
    headers = request.httprequest.headers
    creates_only = headers.get("If-None-Match", "").strip() == "*"
    supported = ("If-Match", "If-None-Match") if creates_only else ("If-Match",)
    preconditions.refuse_unsupported(request.httprequest, supported)
    if record is not None and creates_only:
        raise PreconditionFailed("There is such a record already. Nothing was done.")
    if record is None and "If-Match" in headers:
        raise PreconditionFailed("There is no such record yet. Nothing was done.")
    if record is not None:
        check_one(record, supported)


def check_several(records: Optional[Records] = None, may_require: bool = True) -> None:
    """Refuse conditions on a request that writes several records.

    :param records: None if they are not known yet; a call may have none
    :param may_require: whether the request can overwrite anything
    :raises PreconditionUnsupported: there is one
    :raises PreconditionRequired: the application must send ``If-Match``, which needs a single record
    """
    refuse_all()
    _check_required(may_require and (records is None or bool(records)))


def refuse_all() -> None:
    """Refuse conditions on a request that makes new records.

    :raises PreconditionUnsupported: there is one
    """
    preconditions.refuse_unsupported(request.httprequest)


def _check_required(may_require: bool) -> None:
    if may_require and caller.current(request).client.requires_if_match:
        raise PreconditionRequired()
