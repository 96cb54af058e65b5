"""``/object/{model}/by/{external id}``: records by their external ids (docs/reference/objects.rst)."""

from typing import Any, Dict, Iterable, List, Optional

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..oauth import caller
from ..odoo_types import Env, FileStorage, Model, Vals
from ..rest import external_ids, orm
from ..rest.read import nested
from ..rest.request import negotiation, params
from ..rest.write import upsert_lock
from . import conditions, object_binary, object_call, writes
from . import object as object_read
from .routing import route
from .writes import FIELDS, FILES, VALS

PATH = PREFIX + "/object/<model>/by/<external_id>"


def _locks(external_id: str, **arguments: Any) -> Iterable[str]:
    return [upsert_lock.key("external id", external_id)]


class ObjectExternalId(http.Controller):
    @route(PATH, ["GET"], scope="read", takes=[params.FIELDS], readonly=True)
    def read_by_external_id(
        self, env: Env, model: str, external_id: str, fields: Optional[List[str]]
    ) -> Response:
        """The record with an external id; ``id`` is always included."""
        records = orm.model(env, model, "read")
        return object_read.one(records, external_ids.record(records, external_id).id, fields)

    @route(PATH, ["PUT"], scope="write", takes=[VALS, FIELDS], extra=FILES, locks=_locks)
    def put_by_external_id(
        self,
        env: Env,
        model: str,
        external_id: str,
        vals: Optional[Vals],
        fields: Optional[List[str]],
        files: Dict[str, FileStorage],
    ) -> Response:
        """Change the record with an external id, or create it.

        Creating it needs the scope ``create`` too.
        """
        records = orm.model(env, model)
        vals = writes.with_files(records, vals, files)
        parsed = external_ids.parse(external_id)
        record = external_ids.record_or_none(records, parsed)
        if record is None:
            return _create(orm.model(env, model, "create"), parsed, vals, fields)
        records = orm.model(env, model, "write")
        return writes.write_one(records, record.id, vals, fields, conditions.check_upsert)

    @route(PATH, ["PATCH"], scope="write", takes=[VALS, FIELDS], extra=FILES)
    def patch_by_external_id(
        self,
        env: Env,
        model: str,
        external_id: str,
        vals: Optional[Vals],
        fields: Optional[List[str]],
        files: Dict[str, FileStorage],
    ) -> Response:
        """Change the record with an external id."""
        records = orm.model(env, model, "write")
        vals = writes.with_files(records, vals, files)
        record = external_ids.record(records, external_id)
        return writes.write_one(records, record.id, vals, fields, conditions.check_one)

    @route(PATH, ["DELETE"], scope="delete")
    def unlink_by_external_id(self, env: Env, model: str, external_id: str) -> Dict[str, Any]:
        """Delete the record with an external id."""
        records = orm.model(env, model, "unlink")
        record = external_ids.record(records, external_id)
        return writes.unlink(records, [record.id], conditions.check_one)

    @route(
        PATH + "/<method>",
        ["POST"],
        scope="call",
        extra=object_call.ARGUMENTS,
        more_scopes=object_call.further_scopes,
    )
    def call_by_external_id(
        self, env: Env, model: str, external_id: str, method: str, arguments: Dict[str, Any]
    ) -> Dict[str, Any]:
        """Call a method of the record with an external id, with arguments by name."""
        records = orm.model(env, model)
        ids = [external_ids.record(records, external_id).id]
        return object_call.call(records, method, ids, arguments, conditions.check_one)

    @route(
        PATH + "/<field>",
        ["GET"],
        scope="read",
        offers=[negotiation.ANY],
        readonly=True,
    )
    def download_by_external_id(
        self, env: Env, model: str, external_id: str, field: str
    ) -> Response:
        """The content of a binary field of the record with an external id, whole or a range of it."""
        records = orm.model(env, model, "read")
        record = external_ids.record(records, external_id)
        return object_binary.file(records, record.id, field)


def _create(
    records: Model,
    external_id: external_ids.ExternalId,
    vals: Vals,
    names: Optional[List[str]],
) -> Response:
    """Create the record that an external id will name; the answer is 201."""
    caller.require_scopes(request, ["create"])
    external_ids.check_assignable(records.env, external_id)
    checked = writes.converted(records, vals)
    selection = nested.select(records, names)
    conditions.check_upsert(None)
    created = writes.create(records, [checked])
    external_ids.assign(created, external_id)
    (row,) = writes.stored(created, selection)
    return writes.answer(created, row, names, 201, [writes.location(created)])
