"""``/object``: creating, changing and deleting records (docs/reference/objects.rst)."""

from typing import Any, Callable, Dict, List, Optional, Tuple, Union

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..exceptions import BadRequest, Headers, MissingParameter
from ..oauth import caller
from ..odoo_types import Env, FileStorage, Record, Records, Vals
from ..rest import orm, scopes
from ..rest.errors import odoo_errors
from ..rest.read import nested
from ..rest.request import params
from ..rest.response import binary, rendering, tagged
from ..rest.write import custom_models, values
from . import conditions
from .routing import route

ONE_OR_MANY = params.Param(
    "vals",
    params.parse_mappings,
    {"anyOf": [params.MAPPING, {"type": "array", "items": params.MAPPING, "minItems": 1}]},
    "the fields of the record, or a list of such mappings",
)
VALS = params.Param("vals", params.parse_mapping, params.MAPPING, "the fields to change")
FIELDS = params.FIELDS._replace(
    description="fields to return; by default all that the caller may read"
)
IDS = params.IDS._replace(required=True, description="ids of the records; required")
# Files in a form, in parts that are named after binary fields.
FILES = params.ExtraParams("files", binary.is_file, "Put the values of fields into 'vals'.")
# Checks the conditions on a request for the records that it writes.
CheckConditions = Callable[[Records], None]


class ObjectWrite(http.Controller):
    @route(
        PREFIX + "/object/<model>",
        ["POST"],
        scope="create",
        takes=[ONE_OR_MANY, FIELDS],
        extra=FILES,
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
        rows = vals if isinstance(vals, list) else [_with_files(records, vals, files)]
        vals_list = [_converted(records, item) for item in rows]
        selection = nested.select(records, fields)
        conditions.refuse_all()
        with odoo_errors():
            created = records.create([custom_models.complete(records, item) for item in vals_list])
        stored = _stored(created, selection)
        envelope = request.restapi_envelope
        status = 201 if envelope.is_deployed else 200
        if many:
            return rendering.json_response(envelope.many(records, stored), status)
        return _tagged(created, stored[0], fields, status, [_location(created)])

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
        vals = _with_files(records, vals, files)
        (row,) = _write(records, [record_id], vals, fields, conditions.check_one)
        if request.httprequest.method == "PUT":  # which has no tag of what was made of its content
            return rendering.json_response(request.restapi_envelope.one(records, row))
        return _tagged(records.browse(record_id), row, fields)

    @route(
        PREFIX + "/object/<model>",
        ["PUT", "PATCH"],
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
        records = orm.model(env, model, "write")
        vals = _with_files(records, vals, files)
        return request.restapi_envelope.many(
            records, _write(records, ids, vals, fields, conditions.refuse_all)
        )

    @route(PREFIX + "/object/<model>/<int:record_id>", ["DELETE"], scope="delete")
    def unlink_one(self, env: Env, model: str, record_id: int) -> Dict[str, Any]:
        """Delete one record."""
        return _unlink(orm.model(env, model, "unlink"), [record_id], conditions.check_one)

    @route(PREFIX + "/object/<model>", ["DELETE"], scope="delete", takes=[IDS])
    def unlink_many(self, env: Env, model: str, ids: List[int]) -> Dict[str, Any]:
        """Delete several records: all of them, or none."""
        return _unlink(orm.model(env, model, "unlink"), ids, conditions.refuse_all)


def _with_files(
    records: Records, vals: Optional[Vals], files: Dict[str, FileStorage]
) -> Dict[str, Any]:
    if vals is None and not files:
        raise MissingParameter("vals")
    return {**(vals or {}), **binary.uploads(records, files)}


def _write(
    records: Records,
    ids: List[int],
    vals: Vals,
    names: Optional[List[str]],
    check_conditions: CheckConditions,
) -> List[Dict[str, Any]]:
    selection = nested.select(records, names)
    found = orm.existing(records, ids)
    converted = _converted(records, vals, found)
    check_conditions(found)
    with odoo_errors():
        found.write(converted)
    return _stored(found, selection)


def _converted(records: Records, vals: Vals, written: Optional[Records] = None) -> Dict[str, Any]:
    converted = values.converted(records, vals, written=written)
    caller.require_scopes(request, scopes.of_values(records, converted, written is None))
    return converted


def _stored(written: Records, selection: nested.Selection) -> List[Dict[str, Any]]:
    """Flush the changes and read the stored values; only the ids if the token lacks the scope ``read``."""
    _flush(written)
    if selection.names == ["id"] or caller.missing_scopes(request, ["read"]):
        return [{"id": record_id} for record_id in written.ids]
    orm.forget(written)
    return nested.read(written, selection)


def _location(record: Record) -> Tuple[str, str]:
    return "Location", "%s/object/%s/%d" % (PREFIX, record._name, record.id)


def _tagged(
    record: Record,
    row: Dict[str, Any],
    names: Optional[List[str]],
    status: int = 200,
    headers: Optional[Headers] = None,
) -> Response:
    """The answer with one record; with its entity tag if the token may read it."""
    if caller.missing_scopes(request, ["read"]):
        body = request.restapi_envelope.one(record, row)
        return rendering.json_response(body, status, headers)
    return tagged.one(request, record, row, names, status, headers)


def _unlink(records: Records, ids: List[int], check_conditions: CheckConditions) -> Dict[str, Any]:
    found = orm.existing(records, ids)
    check_conditions(found)
    with odoo_errors():
        found.unlink()
    _flush(records)
    return {}


def _flush(records: Records) -> None:
    orm.flush(records)
    custom_models.forget_rights(records)
