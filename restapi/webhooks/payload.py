"""What a delivery says: the record as the application's user may read it now, or that it is gone."""

import json
import logging
import secrets
from datetime import datetime
from typing import Any, Dict, List, NamedTuple, Optional, Sequence, Set, Tuple

from odoo.exceptions import UserError

from ..compat import access, now
from ..exceptions import RestapiError
from ..odoo_types import Model
from ..rest.changes import domains
from ..rest.domains.validation import validated_domain
from ..rest.errors import odoo_errors
from ..rest.read import nested
from ..rest.request import params
from ..rest.response import rendering
from .deliveries import Claimed, Prepared
from .errors import DeliveryError

_logger = logging.getLogger(__name__)

MAX_BYTES = 1024 * 1024
CREATE, WRITE, LEFT, UNLINK, TEST = "create", "write", "left", "unlink", "test"


class Unreadable(DeliveryError):
    """The record can't be read or is too long to send."""

    code = "unreadable"


class Wanted(NamedTuple):
    """What a webhook tells its receiver about.

    :param domain: as it is stored: text; empty for all records
    :param field_names: as they are stored, separated by commas; empty for ids only
    """

    on_create: bool
    on_write: bool
    on_unlink: bool
    domain: str
    field_names: str


def parse_domain(records: Model, text: str) -> List[Any]:
    """
    :raises RestapiError: it is no domain, or who matches could change with another record
    """
    domain = params.parse_domain(text.strip(), "domain") if text.strip() else []
    checked = validated_domain(records, domain)
    domains.check(records, checked)
    return checked


def parse_fields(records: Model, text: str) -> nested.Selection:
    """
    :raises RestapiError: a field doesn't exist
    :raises odoo.exceptions.AccessError: the user may not read one of them
    """
    names = params.parse_fields(text.strip(), "fields") if text.strip() else ["id"]
    return nested.select(records, names)


class Messages(NamedTuple):
    """
    :param found: what to send
    :param failed: what can't be read, and why
    """

    found: List[Tuple[Claimed, Prepared]]
    failed: List[Tuple[Claimed, Unreadable]]


class Read(NamedTuple):
    """Records as a webhook sees them.

    :param rows: what is sent of each that it may see
    :param existing: the ids of all that exist
    """

    rows: Dict[int, Dict[str, Any]]
    existing: Set[int]


def read(records: Model, wanted: Wanted, ids: Sequence[int]) -> Read:
    """Read records with the rights of the environment's user.

    :param records: the model in the environment of the application's user
    :raises Exception: the domain or a field is not valid any more, or one of the records can't be read
    """
    with odoo_errors():
        existing = set(records.browse(ids).exists().ids)
    if not existing or not access.has_model_access(records, "read"):
        return Read({}, existing)
    domain = parse_domain(records, wanted.domain)
    selection = parse_fields(records, wanted.field_names)
    with odoo_errors():
        found = records.search([("id", "in", sorted(existing)), *domain], order="id")
    return Read({row["id"]: row for row in nested.read(found, selection)}, existing)


def event(delivery: Claimed, wanted: Wanted, seen: Read) -> Optional[str]:
    """What has happened to the record, as far as the receiver is concerned; None if it need not know."""
    if delivery.event == TEST:
        return TEST
    if delivery.res_id not in seen.rows:
        return _gone(delivery, wanted, seen)
    if delivery.event == CREATE:  # it was tried before
        return CREATE
    if delivery.is_new and not delivery.was_sent and wanted.on_create:
        return CREATE
    is_write = delivery.is_changed or delivery.was_sent
    return WRITE if wanted.on_write and is_write else None


def _gone(delivery: Claimed, wanted: Wanted, seen: Read) -> Optional[str]:
    """As ``event``, for a record that the receiver may not see any more."""
    if not delivery.was_sent:
        return None
    if delivery.res_id in seen.existing:
        return LEFT if wanted.on_write or wanted.on_unlink else None
    return UNLINK if wanted.on_unlink else None


def prepare(records: Model, wanted: Wanted, claimed: Sequence[Claimed]) -> Messages:
    """The messages of deliveries, and those that can't be read; of the others the receiver need not know.

    :param records: the model in the environment of the application's user
    """
    try:
        with records.env.cr.savepoint():
            seen = read(records, wanted, [delivery.res_id for delivery in claimed])
            return Messages(_messages(records._name, wanted, claimed, seen), [])
    except Exception as error:  # noqa: BLE001 - of whatever addon; it is kept with the delivery
        _logger.info("Records of %s can't be read together: %r", records._name, type(error))
        if len(claimed) == 1:
            return Messages([], [(claimed[0], explained(error))])
    parts = [prepare(records, wanted, [delivery]) for delivery in claimed]
    return Messages(
        [found for part in parts for found in part.found],
        [failed for part in parts for failed in part.failed],
    )


def _messages(
    model: str, wanted: Wanted, claimed: Sequence[Claimed], seen: Read
) -> List[Tuple[Claimed, Prepared]]:
    kinds = [(delivery, event(delivery, wanted, seen)) for delivery in claimed]
    return [(one, _message(model, one, kind, seen)) for one, kind in kinds if kind]


def _message(model: str, delivery: Claimed, kind: str, seen: Read) -> Prepared:
    """The message. It keeps its id and body if it says what was sent before: the receiver may have had it.

    :raises Unreadable: it is too long
    """
    data = {
        "id": delivery.res_id or None,
        "changed": _iso(delivery.changed_at) if delivery.changed_at else None,
        "record": seen.rows.get(delivery.res_id) if kind in (CREATE, WRITE) else None,
    }
    content = {"type": "%s.%s" % (model, kind), "timestamp": _iso(now()), "data": data}
    text = rendering.dumps(content)
    if len(text.encode()) > MAX_BYTES:
        raise Unreadable("The record is longer than 1 MiB. Choose fewer fields.")
    before = delivery.request_body
    if delivery.message_id and before and _said(before) == _said(text):
        return Prepared(delivery.id, kind, delivery.message_id, before)
    return Prepared(delivery.id, kind, new_id(), text)


def new_id() -> str:
    """An id of a message: the same for each attempt to send it."""
    return "msg_" + secrets.token_hex(16)


def explained(error: Exception) -> Unreadable:
    """Why a record can't be read, for the list of deliveries: our own texts, or only the kind of error."""
    if isinstance(error, Unreadable):
        return error
    if isinstance(error, RestapiError):
        detail = error.detail
    else:
        detail = error.args[0] if isinstance(error, UserError) else type(error).__name__
    return Unreadable("There is nothing to send, since the record can't be read: %s" % detail)


def _said(body: str) -> Any:
    said = json.loads(body)
    said.pop("timestamp")
    return said


def _iso(moment: datetime) -> str:
    return moment.isoformat() + "Z"
