"""``/object/{model}/group``: groups of records with sums and counts (docs/reference/objects.rst)."""

from typing import Any, List, Optional

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..odoo_types import Env
from ..rest import orm
from ..rest.domains.validation import validated_domain
from ..rest.read import grouping, groups
from ..rest.request import group_params, params
from ..rest.request.group_params import Having, Spec
from ..rest.response import paging, rendering
from .routing import route

TAKES = [
    params.DOMAIN,
    group_params.BY,
    group_params.AGGREGATES,
    group_params.HAVING,
    group_params.ORDER,
    group_params.OFFSET,
    group_params.LIMIT,
]


class ObjectGroup(http.Controller):
    @route(PREFIX + "/object/<model>/group", ["GET"], scope="read", takes=TAKES, readonly=True)
    def group(self, env: Env, model: str, **arguments: Any) -> Response:
        """Groups of the matching records, with numbers computed for each."""
        return _answer(env, model, **arguments)

    @route(PREFIX + "/object/<model>/group", ["POST"], scope="read", takes=TAKES, readonly=True)
    def post_group(self, env: Env, model: str, **arguments: Any) -> Response:
        """The same for domains that are too long for a URL; nothing is changed."""
        return _answer(env, model, **arguments)


def _answer(
    env: Env,
    model: str,
    domain: List[Any],
    by: List[Spec],
    aggregates: List[Spec],
    having: List[Having],
    order: Optional[str],
    offset: Optional[int],
    limit: int,
) -> Response:
    records = orm.without_prefetch(orm.model(env, model, "read"))
    valid_domain = validated_domain(records, domain)
    checked = grouping.checked_grouping(records, by, aggregates, having, order)
    start = offset or 0
    wants_total = paging.wants_total(request.httprequest)
    page = groups.page(records, checked, domain, valid_domain, start, limit, wants_total)
    headers = paging.links(request.httprequest, start, limit, page.more)
    if page.total is not None:
        headers += paging.total(page.total)
    return rendering.json_response({"groups": page.groups}, headers=headers)
