"""The requests of a batch, checked before any of them runs (docs/reference/batch.rst)."""

import re
from typing import Any, Dict, FrozenSet, Iterator, List, NamedTuple, Optional, Set, Union

from ...compat import PREFIX
from ...exceptions import InvalidParameter
from ...odoo_types import Value
from ..request import literals
from . import references

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# The headers that a request of a batch may have.
HEADERS = ("If-Match", "If-None-Match", "Prefer")
_MEMBERS = ("id", "method", "path", "body", "headers")
_AREAS = ("/object/", "/report/")
_ID = re.compile(r"[A-Za-z]\w{0,63}", re.ASCII)
_ON_THE_WHOLE = ("Idempotency-Key",)


class Item(NamedTuple):
    """One request.

    :param position: its place in the list, from 0
    :param id: the name by which later requests refer to its answer; None if it has none
    :param path: the path below the prefix, which may contain ``{id}``
    :param query: the query string
    :param body: the parameters in the body, which may contain ``{"$result": "id"}``; None without a body
    :param needs: the ids that it refers to
    """

    position: int
    id: Optional[str]
    method: str
    path: str
    query: str
    body: Optional[Dict[str, Any]]
    headers: Dict[str, str]
    needs: FrozenSet[str]

    @property
    def name(self) -> Union[int, str]:
        """How errors name it: its id, or else its place."""
        return self.position if self.id is None else self.id


def parse(value: Value, name: str) -> List[Item]:
    """The requests of a batch.

    :raises InvalidParameter: one is malformed, or refers to no earlier one
    """
    listed = literals.parse(value, name) if isinstance(value, str) else value
    if not isinstance(listed, (list, tuple)) or not listed:
        raise InvalidParameter(name, "it must be a list of requests.")
    known: Set[str] = set()
    items = []
    for position, one in enumerate(listed):
        where = "%s[%d]" % (name, position)
        item = _item(position, one, where)
        for missing in sorted(item.needs - known):
            raise InvalidParameter(where, "no earlier request has the id '%s'." % missing)
        if item.id in known:
            raise InvalidParameter(where, "another request has the id '%s', too." % item.id)
        known.update([item.id] if item.id else [])
        items.append(item)
    return items


def _item(position: int, sent: Value, where: str) -> Item:
    if not isinstance(sent, dict):
        raise InvalidParameter(where, "it must be an object with 'method' and 'path'.")
    for name in sent:
        if name not in _MEMBERS:
            known = ", ".join(_MEMBERS)
            raise InvalidParameter(
                where, "it has no member %.80r; its members: %s." % (name, known)
            )
    path, _, query = _path(sent.get("path"), where).partition("?")
    body = sent.get("body")
    if body is not None and not isinstance(body, dict):
        raise InvalidParameter(where, "'body' must be an object.")
    if sent.get("method") not in METHODS:
        raise InvalidParameter(where, "'method' must be one of %s." % ", ".join(METHODS))
    needs = frozenset([*references.in_path(path), *references.in_value(body, where)])
    headers = _headers(sent.get("headers") or {}, where)
    return Item(position, _id(sent, where), sent["method"], path, query, body, headers, needs)


def _id(sent: Dict[str, Any], where: str) -> Optional[str]:
    item_id = sent.get("id")
    if item_id is None:
        return None
    if not isinstance(item_id, str) or not _ID.fullmatch(item_id):
        problem = "'id' must be a letter, followed by up to 63 letters, digits and underscores."
        raise InvalidParameter(where, problem)
    return item_id


def _path(path: Value, where: str) -> str:
    """The path below the prefix, with the query string."""
    if isinstance(path, str):
        below = path[len(PREFIX) :] if path.startswith(PREFIX + "/") else path
        if below.startswith(_AREAS):
            return below
    raise InvalidParameter(where, "'path' must begin with %s." % " or ".join(_AREAS))


def _headers(sent: Value, where: str) -> Dict[str, str]:
    if not isinstance(sent, dict):
        raise InvalidParameter(where, "'headers' must be an object.")
    return dict(_checked_headers(sent, where))


def _checked_headers(sent: Dict[str, Any], where: str) -> Iterator[Any]:
    allowed = {name.lower(): name for name in HEADERS}
    for name, value in sent.items():
        title = allowed.get(name.lower()) if isinstance(name, str) else None
        if title is None:
            hint = "; send it with the batch" if name in _ON_THE_WHOLE else ""
            problem = "a request of a batch has no header %.80r%s. It may have %s."
            raise InvalidParameter(where, problem % (name, hint, ", ".join(HEADERS)))
        if not isinstance(value, str) or not value.isascii() or not value.isprintable():
            raise InvalidParameter(where, "the header %s must be printable ASCII text." % title)
        yield title, value
