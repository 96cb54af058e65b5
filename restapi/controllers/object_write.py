"""``/object``: creating, changing and deleting records (docs/reference/objects.rst)."""

from typing import Any, Dict, List, Optional, Union

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..exceptions import BadRequest
from ..odoo_types import Env, FileStorage, Vals
from ..rest import orm
from ..rest.read import nested
from ..rest.request import params
from ..rest.response import rendering
from ..rest.write import references
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
        rows = vals if isinstance(vals, list) else [writes.with_files(records, vals, files)]
        rows = references.replaced(records, rows)
        vals_list = [writes.converted(records, item) for item in rows]
        selection = nested.select(records, fields)
        conditions.refuse_all()
        created = writes.create(records, vals_list)
        stored = writes.stored(created, selection)
        envelope = request.restapi_envelope
        status = 201 if envelope.is_deployed else 200
        if many:
            return rendering.json_response(envelope.many(records, stored), status)
        return writes.answer(created, stored[0], fields, status, [writes.location(created)])

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
        vals = writes.with_files(records, vals, files)
        return request.restapi_envelope.many(
            records, writes.write(records, ids, vals, fields, conditions.refuse_all)
        )

    @route(PREFIX + "/object/<model>/<int:record_id>", ["DELETE"], scope="delete")
    def unlink_one(self, env: Env, model: str, record_id: int) -> Dict[str, Any]:
        """Delete one record."""
        return writes.unlink(orm.model(env, model, "unlink"), [record_id], conditions.check_one)

    @route(PREFIX + "/object/<model>", ["DELETE"], scope="delete", takes=[IDS])
    def unlink_many(self, env: Env, model: str, ids: List[int]) -> Dict[str, Any]:
        """Delete several records: all of them, or none."""
        return writes.unlink(orm.model(env, model, "unlink"), ids, conditions.refuse_all)
