"""``/object``: creating, changing and deleting records (docs/reference/objects.rst)."""

from typing import Any, Dict, Iterable, List, Optional, Tuple, Union

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..exceptions import BadRequest, InvalidParameter, MissingParameter
from ..oauth import caller
from ..odoo_types import Env, FileStorage, Record, Records, Vals
from ..rest import orm
from ..rest.read import nested
from ..rest.request import params
from ..rest.response import rendering
from ..rest.write import matching, references, upsert_lock
from . import conditions, writes
from .routing import route
from .writes import FIELDS, FILES, VALS

ONE_OR_MANY = params.Param(
    "vals",
    params.parse_mappings,
    {"anyOf": [params.MAPPING, {"type": "array", "items": params.MAPPING, "minItems": 1}]},
    "the fields of the record, or a list of such mappings",
)
IDS = params.IDS._replace(required=True, description="ids of the records; required")
IDS_OR_MATCH = params.IDS._replace(
    description="ids of the records; required unless ``match`` is sent"
)
MATCH = params.Param(
    "match",
    params.parse_names,
    params.NAMES,
    "fields by which to look up the record of each mapping in ``vals``, which is created if there is none",
)
CHANGES = params.Param(
    "vals",
    params.parse_mappings,
    ONE_OR_MANY.schema,
    "the fields to change; with ``match`` also a list of up to 1,000 such mappings",
)


def _locks(model: str, match: Optional[List[str]], **arguments: Any) -> Iterable[str]:
    return [upsert_lock.key("match", model, *sorted(match))] if match else []


def _create_at_once(
    env: Env,
    model: str,
    vals: List[Vals],
    fields: Optional[List[str]],
    files: Dict[str, FileStorage],
) -> List[Response]:
    """Create the records of several requests; each has its own answer."""
    created, rows = _created(orm.model(env, model, "create"), vals, fields)
    return [_answer_created(record, row, fields) for record, row in zip(created, rows)]


class ObjectWrite(http.Controller):
    @route(
        PREFIX + "/object/<model>",
        ["POST"],
        scope="create",
        takes=[ONE_OR_MANY, FIELDS],
        extra=FILES,
        at_once=_create_at_once,
    )
    def create(  # pylint: disable=method-required-super; this is a route, no model's method
        self,
        env: Env,
        model: str,
        vals: Union[Vals, List[Vals], None],
        fields: Optional[List[str]],
        files: Dict[str, FileStorage],
    ) -> Response:
        """Create one record, or several at once; the answer has the created records."""
        records = orm.model(env, model, "create")
        many = isinstance(vals, list)
        if many and files:
            raise BadRequest("Files can only be sent with a single record.")
        rows = vals if isinstance(vals, list) else [writes.with_files(records, vals, files)]
        created, stored = _created(records, rows, fields)
        if many:
            body = request.restapi_envelope.many(records, stored)
            return rendering.json_response(body, _status_created())
        return _answer_created(created, stored[0], fields)

    @route(
        PREFIX + "/object/<model>/<int:record_id>",
        ["PUT", "PATCH"],
        scope="write",
        takes=[VALS, FIELDS],
        extra=FILES,
    )
    def write_one(
        self,
        env: Env,
        model: str,
        record_id: int,
        vals: Optional[Vals],
        fields: Optional[List[str]],
        files: Dict[str, FileStorage],
    ) -> Response:
        """Change one record."""
        records = orm.model(env, model, "write")
        vals = writes.with_files(records, vals, files)
        return writes.write_one(records, record_id, vals, fields, conditions.check_one)

    @route(
        PREFIX + "/object/<model>",
        ["PUT"],
        scope="write",
        takes=[IDS_OR_MATCH, MATCH, CHANGES, FIELDS],
        extra=FILES,
        locks=_locks,
    )
    def put_many(
        self,
        env: Env,
        model: str,
        ids: Optional[List[int]],
        match: Optional[List[str]],
        vals: Union[Vals, List[Vals], None],
        fields: Optional[List[str]],
        files: Dict[str, FileStorage],
    ) -> Dict[str, Any]:
        """Write the same values to several records; or change or create each by its values.

        With `ids`, all of the records are changed, or none. With `match`, each mapping in `vals` changes the
        one record that has its values of these fields, or creates it; this needs the scopes `read` and
        `create` too.
        """
        if match is not None:
            others = {"ids": ids, "fields": fields, **files}
            return _upsert(env, model, match, vals, [name for name in others if others[name]])
        if ids is None:
            raise MissingParameter("ids")
        if isinstance(vals, list):
            raise InvalidParameter("vals", "a list of mappings needs 'match'; with 'ids' send one.")
        return _write_many(env, model, ids, vals, fields, files)

    @route(
        PREFIX + "/object/<model>",
        ["PATCH"],
        scope="write",
        takes=[IDS, VALS, FIELDS],
        extra=FILES,
    )
    def write_many(
        self,
        env: Env,
        model: str,
        ids: List[int],
        vals: Optional[Vals],
        fields: Optional[List[str]],
        files: Dict[str, FileStorage],
    ) -> Dict[str, Any]:
        """Write the same values to several records: to all of them, or to none."""
        return _write_many(env, model, ids, vals, fields, files)

    @route(PREFIX + "/object/<model>/<int:record_id>", ["DELETE"], scope="delete")
    def unlink_one(self, env: Env, model: str, record_id: int) -> Dict[str, Any]:
        """Delete one record."""
        return writes.unlink(orm.model(env, model, "unlink"), [record_id], conditions.check_one)

    @route(PREFIX + "/object/<model>", ["DELETE"], scope="delete", takes=[IDS])
    def unlink_many(self, env: Env, model: str, ids: List[int]) -> Dict[str, Any]:
        """Delete several records: all of them, or none."""
        return writes.unlink(orm.model(env, model, "unlink"), ids, conditions.check_several)


def _created(
    records: Records, rows: List[Vals], fields: Optional[List[str]]
) -> Tuple[Records, List[Dict[str, Any]]]:
    """Create records of these values, and read their fields."""
    rows = references.replaced(records, rows)
    vals_list = [writes.converted(records, row) for row in rows]
    selection = nested.select(records, fields)
    conditions.refuse_all()
    created = writes.create(records, vals_list)
    return created, writes.stored(created, selection)


def _answer_created(record: Record, row: Dict[str, Any], fields: Optional[List[str]]) -> Response:
    return writes.answer(record, row, fields, _status_created(), [writes.location(record)])


def _status_created() -> int:
    return 201 if request.restapi_envelope.is_deployed else 200


def _write_many(
    env: Env,
    model: str,
    ids: List[int],
    vals: Optional[Vals],
    fields: Optional[List[str]],
    files: Dict[str, FileStorage],
) -> Dict[str, Any]:
    records = orm.model(env, model, "write")
    vals = writes.with_files(records, vals, files)
    return request.restapi_envelope.many(
        records, writes.write(records, ids, vals, fields, conditions.check_several)
    )


def _upsert(
    env: Env,
    model: str,
    match: List[str],
    vals: Union[Vals, List[Vals], None],
    others: List[str],
) -> Dict[str, List[int]]:
    """Change or create the record of each mapping.

    :param others: further parameters that were sent
    """
    if vals is None:
        raise MissingParameter("vals")
    if not match:
        raise InvalidParameter("match", "it must name at least one field.")
    for name in others:
        raise InvalidParameter(name, "it can't be sent together with 'match'.")
    caller.require_scopes(request, ["create", "read"])
    for operation in ("read", "create", "write"):
        records = orm.model(env, model, operation)
    rows = vals if isinstance(vals, list) else [vals]
    items = matching.plan(records, match, rows, writes.converted)
    conditions.check_several()
    upserted = matching.carry_out(records, items, writes.create)
    writes.flush(records)
    return dict(upserted._asdict())
