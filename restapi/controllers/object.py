"""``/object``: reading models and their records (docs/reference/objects.rst)."""

import functools
from typing import Any, Dict, List, Optional, Union

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX, access
from ..exceptions import Headers, InvalidParameter, nearest
from ..oauth.caller import limited_to
from ..odoo_types import Env, Model
from ..rest import fields as field_names
from ..rest import orm
from ..rest.errors import odoo_errors
from ..rest.read import continued, nested, query
from ..rest.request import negotiation, params
from ..rest.response import formats, paging, rendering, streaming, tagged
from .routing import route

OPERATIONS = ("create", "read", "write", "unlink")
OPERATION = params.Param(
    "operation",
    params.parse_names,
    {"type": "array", "items": {"type": "string", "enum": list(OPERATIONS)}, "minItems": 1},
    "one or more of ``create``, ``read``, ``write``, ``unlink``; required",
    required=True,
)
RAISE_EXCEPTION = params.Param(
    "raise_exception",
    params.parse_bool,
    params.BOOLEAN,
    '``False`` returns ``{"return": false}`` instead of 403; ``True`` by default',
    default=True,
)
ALLFIELDS = params.Param(
    "allfields", params.parse_names, params.NAMES, "field names; all by default"
)
ATTRIBUTES = params.Param(
    "attributes",
    params.parse_names,
    params.NAMES,
    "attributes to return for each field; all by default",
)
SEARCH_LIMIT = params.LIMIT._replace(description="maximum number of ids; all by default")
SEARCH_COUNT = params.COUNT._replace(description="``True`` returns the same as ``search_count``")


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
                hint = nearest(name, OPERATIONS) or "use %s." % ", ".join(OPERATIONS)
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
        takes=[
            params.DOMAIN,
            params.OFFSET,
            SEARCH_LIMIT,
            params.ORDER,
            params.CURSOR,
            SEARCH_COUNT,
        ],
        readonly=True,
    )
    def search(
        self, env: Env, model: str, count: bool, **page: Any
    ) -> Union[Response, Dict[str, int]]:
        """The ids of matching records."""
        records = orm.without_prefetch(orm.model(env, model, "read"))
        checked = query.checked_query(records, count=count, **page)
        if count:
            return {"count": query.count(checked)}
        found = query.search(checked, checked.limit and checked.limit + 1)
        more = bool(checked.limit and len(found) > checked.limit)
        ids = found[: checked.limit] if more else found
        return rendering.json_response(
            request.restapi_envelope.many(records, ids), headers=_page_headers(checked, ids, more)
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
        records = orm.without_prefetch(orm.model(env, model, "read"))
        return {"count": query.count(query.checked_query(records, domain))}

    @route(
        PREFIX + "/object/<model>/<int:record_id>",
        ["GET"],
        scope="read",
        takes=[params.FIELDS],
        readonly=True,
    )
    def read_one(
        self, env: Env, model: str, record_id: int, fields: Optional[List[str]]
    ) -> Response:
        """One record; ``id`` is always included."""
        return one(orm.model(env, model, "read"), record_id, fields)

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
            params.CURSOR,
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
        media_type: str,
        **page: Any,
    ) -> Response:
        """Records by their ids, in the order of the request, or by a domain."""
        records = orm.model(env, model, "read")
        selection = nested.select(records, fields)
        records = orm.without_prefetch(records, selection.fields)
        checked = query.checked_query(records, count=count, **page)
        if count:
            negotiation.choose(request.httprequest, [negotiation.JSON])
            return rendering.json_response({"count": query.count(checked)})
        found = query.page(checked, selection, streaming.at_once(records, selection))
        headers = _page_headers(checked, found.ids, found.more) + paging.length(found.ids)
        key = request.restapi_envelope.key(records)
        list_format = formats.format_class(request.httprequest, media_type)(records, selection, key)
        if found.rows is not None:
            return streaming.whole(list_format, found.rows, headers)
        if request.httprequest.method == "HEAD":
            return streaming.head(list_format, found.ids, headers)
        read_context = functools.partial(limited_to, request.restapi_scopes)
        return streaming.answer(list_format, found.ids, headers, read_context)

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
        # up to 18.0 res.users also describes checkboxes of its form, which are not fields
        names = [name for name in described if name in records._fields]
        return {"fields": {name: described[name] for name in names}}


def one(records: Model, record_id: int, fields: Optional[List[str]]) -> Response:
    """The answer with one record, or 304 if the client has it."""
    selection = nested.select(records, fields)
    record = orm.records_to_read(
        orm.without_prefetch(records, selection.fields), [record_id], selection.plain
    )
    row = nested.read(record, selection)[0]
    response = tagged.one(request, records.browse(record_id), row, fields)
    return rendering.make_conditional(request.httprequest, response)


def _page_headers(checked: query.Query, ids: List[int], more: bool) -> Headers:
    """
    :param ids: the ids of the records on the page
    :param more: whether another page follows
    """
    if checked.place is not None:
        next_cursor = continued.cursor_after(checked.place, ids[-1]) if more else None
        headers = paging.cursor(request.httprequest, next_cursor)
    else:
        headers = paging.links(request.httprequest, checked.offset, checked.limit, more)
    if paging.wants_total(request.httprequest):
        headers += paging.total(query.count(checked))
    return headers
