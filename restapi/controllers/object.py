"""``/object``: reading models and their records (docs/reference/objects.rst)."""

import functools
from typing import Any, Dict, List, Optional, Union

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX, access
from ..exceptions import Headers, InvalidParameter, nearest
from ..oauth.caller import limited_to
from ..odoo_types import Env
from ..rest import fields as field_names
from ..rest import orm
from ..rest.errors import odoo_errors
from ..rest.read import nested, query
from ..rest.request import negotiation, params
from ..rest.response import formats, paging, rendering, streaming
from .routing import route

OPERATIONS = ("create", "read", "write", "unlink")
OPERATION = params.Param("operation", params.read_names, required=True)
RAISE_EXCEPTION = params.Param("raise_exception", params.read_bool, default=True)
ALLFIELDS = params.Param("allfields", params.read_names)
ATTRIBUTES = params.Param("attributes", params.read_names)


class Object(http.Controller):
    @route(
        PREFIX + "/object/<model>/check_access_rights",
        ["GET"],
        scope="read",
        takes=[OPERATION, RAISE_EXCEPTION],
        readonly=True,
    )
    def check_access_rights(
        self, env: Env, model: str, operation: List[str], raise_exception: bool
    ) -> Dict[str, bool]:
        """Whether the caller's groups allow these operations on the model."""
        for name in operation:
            if name not in OPERATIONS:
                hint = nearest(name, OPERATIONS) or "it has %s." % ", ".join(OPERATIONS)
                raise InvalidParameter("operation", "there is no '%s'; %s" % (name, hint))
        records = orm.model(env, model)
        with odoo_errors():
            if not raise_exception:
                return {"return": all(access.has_model_access(records, name) for name in operation)}
            for name in operation:
                access.check_model_access(records, name)
        return {"return": True}

    @route(
        PREFIX + "/object/<model>/search",
        ["GET"],
        scope="read",
        takes=[params.DOMAIN, params.OFFSET, params.LIMIT, params.ORDER, params.COUNT],
        readonly=True,
    )
    def search(
        self, env: Env, model: str, count: bool, **page: Any
    ) -> Union[Response, Dict[str, int]]:
        """The ids of matching records."""
        records = orm.lean(orm.model(env, model, "read"))
        asked = query.query(records, **page)
        if count:
            return {"count": query.count(asked)}
        found = query.search(asked, asked.limit and asked.limit + 1)
        more = bool(asked.limit and len(found) > asked.limit)
        ids = found[: asked.limit] if more else found
        return rendering.json_response(
            request.restapi_answers.many(records, ids), headers=_page_headers(asked, more)
        )

    @route(
        PREFIX + "/object/<model>/search_count",
        ["GET"],
        scope="read",
        takes=[params.DOMAIN],
        readonly=True,
    )
    def search_count(self, env: Env, model: str, domain: List[Any]) -> Dict[str, int]:
        """The number of matching records."""
        records = orm.lean(orm.model(env, model, "read"))
        return {"count": query.count(query.query(records, domain))}

    @route(
        PREFIX + "/object/<model>/<int:record_id>",
        ["GET"],
        scope="read",
        takes=[params.FIELDS],
        readonly=True,
    )
    def read_one(
        self, env: Env, model: str, record_id: int, fields: Optional[List[str]]
    ) -> Dict[str, Any]:
        """One record; ``id`` is always included."""
        records = orm.model(env, model, "read")
        selection = nested.select(records, fields)
        record = orm.records_to_read(
            orm.lean(records, selection.names), [record_id], selection.plain
        )
        return request.restapi_answers.one(records, nested.read(record, selection)[0])

    @route(
        PREFIX + "/object/<model>",
        ["GET"],
        scope="read",
        takes=[
            params.IDS,
            params.DOMAIN,
            params.FIELDS,
            params.OFFSET,
            params.LIMIT,
            params.ORDER,
            params.COUNT,
        ],
        offers=formats.OFFERS,
        readonly=True,
    )
    def read_many(
        self,
        env: Env,
        model: str,
        fields: Optional[List[str]],
        count: bool,
        **page: Any,
    ) -> Response:
        """Records by their ids, in the order asked, or by a domain."""
        accepted = negotiation.choose(request.httprequest, formats.OFFERS)
        records = orm.model(env, model, "read")
        selection = nested.select(records, fields)
        records = orm.lean(records, selection.names)
        asked = query.query(records, **page)
        if count:
            negotiation.choose(request.httprequest, [negotiation.JSON])
            return rendering.json_response({"count": query.count(asked)})
        found = query.page(asked, selection, streaming.at_once(records, selection))
        headers = _page_headers(asked, found.more) + paging.length(found.ids)
        key = request.restapi_answers.key(records)
        written = formats.chosen(request.httprequest, accepted)(records, selection, key)
        if found.rows is not None:
            return streaming.whole(written, found.rows, headers)
        if request.httprequest.method == "HEAD":
            return streaming.head(written, found.ids, headers)
        within = functools.partial(limited_to, request.restapi_scopes)
        return streaming.answer(written, found.ids, headers, within)

    @route(
        PREFIX + "/object/<model>/fields_get",
        ["GET"],
        scope="read",
        takes=[ALLFIELDS, ATTRIBUTES],
        readonly=True,
    )
    def fields_get(
        self,
        env: Env,
        model: str,
        allfields: Optional[List[str]],
        attributes: Optional[List[str]],
    ) -> Dict[str, Any]:
        """The fields that the caller may read, described in the language of the context."""
        records = orm.model(env, model, "read")
        field_names.check_names(records, allfields or ())
        field_names.check_description_attributes(records, attributes or [])
        with odoo_errors():
            described = records.fields_get(allfields or None, attributes or None)
        # up to 18.0 res.users also describes checkboxes of its form, which are no fields
        return {"fields": {name: one for name, one in described.items() if name in records._fields}}


def _page_headers(asked: query.Query, more: bool) -> Headers:
    headers = paging.links(request.httprequest, asked.offset, asked.limit, more)
    if paging.wants_total(request.httprequest):
        headers += paging.total(query.count(asked))
    return headers
