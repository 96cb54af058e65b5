"""The answers of an operation by status, with their headers (docs/reference/errors.rst)."""

import functools
from typing import Any, Dict, Optional

from ..transport.routes import Route
from . import components
from .answers import Content

# Statuses of errors that any route with a scope can answer with.
ERRORS = (400, 401, 403, 404, 406, 413, 431, 500, 503)
WITHOUT_SCOPE = (400, 404, 406, 431, 500, 503)
WITH_BODY = (409, 411, 412, 415, 422)

# By the names of endpoints: those whose answer has an entity tag, and of these, those that read.
TAGGED = (
    *("read_one", "create", "write_one", "download", "openapi"),
    *("read_by_external_id", "patch_by_external_id", "download_by_external_id"),
)
REVALIDATED = (
    *("read_one", "download", "openapi"),
    *("read_by_external_id", "download_by_external_id"),
)
FEEDS = ("changes", "post_changes")
DOWNLOADS = ("download", "download_by_external_id")

_ETAG = {
    "description": "The version of what was read, for `If-None-Match` and `If-Match`.",
    "schema": {"type": "string"},
}
_REPLAYED = {
    "description": "`true`: the request was done before, and this is the answer that it got.",
    "schema": {"type": "string"},
}
_PAGING = {
    "Link": {
        "description": "The addresses of the first, previous and next page, if `limit` is given.",
        "schema": {"type": "string"},
    },
    "X-Next-Cursor": {
        "description": "The `cursor` of the next page, if `cursor` is given and a page follows.",
        "schema": {"type": "string"},
    },
    "X-Total-Count": {
        "description": "The number of all matches, with `Prefer: count=exact`.",
        "schema": {"type": "integer"},
    },
}
_NOT_MODIFIED = {"description": "The client already has this version"}


def of_operation(
    route: Route, method: str, content: Content, success_status: str
) -> Dict[str, Any]:
    """The answers by status.

    :param content: the body of the answer to a request that succeeds
    """
    name = route.handler.__name__
    success: Dict[str, Any] = {"description": "Success", "content": content}
    headers = _headers(name, method, route.can_change)
    if headers:
        success["headers"] = headers
    found = {success_status: success}
    if name == "put_by_external_id":
        found["201"] = {**success, "description": "The record is created"}
    if name in DOWNLOADS:
        found["206"] = {"description": "The part that `Range` asks for"}
    if name in REVALIDATED:
        found["304"] = _NOT_MODIFIED
    found.update(_errors(route.scope, method, name, "<" in route.path))
    return found


def _headers(name: str, method: str, is_changing: bool) -> Dict[str, Any]:
    if name in ("read_many", "search", "group", "post_group"):
        return _PAGING
    found = {"ETag": _ETAG} if name in TAGGED and method != "PUT" else {}
    return {**found, "Idempotency-Replayed": _REPLAYED} if is_changing else found


@functools.lru_cache(maxsize=64)
def _errors(scope: Optional[str], method: str, name: str, has_variables: bool) -> Dict[str, Any]:
    if not scope:
        return components.refs(WITHOUT_SCOPE)
    statuses = set(ERRORS)
    if has_variables:  # other values of them belong to routes with other methods
        statuses.add(405)
    if method != "GET":
        statuses.update(WITH_BODY)
    if scope in ("write", "delete", "call"):
        statuses.add(428)
    if name in REVALIDATED:
        statuses.add(412)
    if name in FEEDS:
        statuses.add(410)
    if name in DOWNLOADS:
        statuses.add(416)
    return components.refs(sorted(statuses))
