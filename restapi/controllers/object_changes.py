"""``/object/{model}/changes``: what has changed since the last time (docs/reference/changes.rst)."""

from typing import Any, List, Optional, Tuple

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..exceptions import BadRequest, InvalidParameter, NotFollowed
from ..odoo_types import Env, Model
from ..rest import orm
from ..rest.changes import domains, feed, state, tokens
from ..rest.domains.validation import validated_domain
from ..rest.read import nested
from ..rest.request import params
from ..rest.response import paging, rendering
from .routing import route

DEFAULT_LIMIT = 1000
MAX_LIMIT = 10_000
SINCE = params.Param(
    "since",
    tokens.parse,
    params.TEXT,
    "``next`` of the last answer; without it, all records, and then a token to go on with",
)
LIMIT = params.LIMIT._replace(
    description="maximum number of changes in an answer, up to 10,000; 1,000 by default",
    default=DEFAULT_LIMIT,
)
DOMAIN = params.DOMAIN._replace(
    description="a search domain on stored fields of the records themselves; all records if not given"
)


TAKES = [SINCE, DOMAIN, params.FIELDS, LIMIT]


class ObjectChanges(http.Controller):
    # never from a replica, which may lag behind the snapshot of a token
    @route(PREFIX + "/object/<model>/changes", ["GET"], scope="read", takes=TAKES)
    def changes(self, env: Env, model: str, **query: Any) -> Response:
        """The records that have changed since the last request, and the ids of those that are gone."""
        return _answer(orm.model(env, model, "read"), **query)

    @route(PREFIX + "/object/<model>/changes", ["POST"], scope="read", takes=TAKES)
    def post_changes(self, env: Env, model: str, **query: Any) -> Response:
        """As by GET, for parameters that are too long for a URL. It changes nothing."""
        return _answer(orm.model(env, model, "read"), **query)


def _answer(
    records: Model,
    since: Optional[str],
    domain: List[Any],
    fields: Optional[List[str]],
    limit: Optional[int],
) -> Response:
    selection = nested.select(records, fields)
    checked = validated_domain(records, domain)
    domains.check(records, checked)
    if not limit or limit > MAX_LIMIT:
        raise InvalidParameter("limit", "it must be from 1 to %d." % MAX_LIMIT)
    page, token = _page(records, checked, since, limit)
    rows = nested.read(records.browse(page.ids), selection)
    content = {
        **request.restapi_envelope.many(records, rows),
        "gone": page.gone,
        "next": token,
        "more": page.more,
    }
    headers = paging.next_link(request.httprequest, "since", token)
    return rendering.json_response(content, headers=headers)


def _page(
    records: Model, domain: List[Any], since: Optional[str], limit: int
) -> Tuple[feed.Page, str]:
    """The page after a token, and the token for the next one."""
    if records._transient or not records._auto:
        raise BadRequest("Model '%s' has no table of its own to follow." % records._name)
    # sudo: only whether the model is followed
    followed_id = records.env["restapi.followed"].sudo()._find(records._name)
    if followed_id is None:
        raise NotFollowed(records._name)
    orm.flush(records)  # in a batch, what requests before this one have written
    now = state.current(records.env.cr, followed_id)
    at = tokens.read(records, domain, now, since) if since else tokens.Position()
    if at.since is None:
        page = feed.first_pass(records, domain, now, at, limit)
    else:
        page = feed.changes(records, domain, now, at, limit, followed_id)
    return page, tokens.make(records, domain, now, page.next)
