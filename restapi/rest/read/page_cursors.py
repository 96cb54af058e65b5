"""Cursors: sealed texts that say where the next page of a list begins.

A cursor holds values of a record that the caller could read at that time, so it is encrypted. It is
authenticated, since nobody else may choose values to compare with, and it is bound to everything that
determines which list it belongs to.
"""

import base64
import hashlib
import json
import re
from typing import Any, Dict, List, Optional, Sequence, Tuple

from ...exceptions import InvalidParameter, ServiceUnavailable
from ...oauth import database, sealing
from ...odoo_types import Env, Records, Value
from .keyset import Values

MAX_LENGTH = 3000  # characters
_MAX_VALUES = 1500  # bytes
_KIND = "cursor 1"  # other things are sealed with the same key
_CURSOR = re.compile(r"[0-9a-f]{12}\.[A-Za-z0-9_-]+", re.ASCII)
_ADVICE = "Begin again with an empty cursor, or send X-Next-Cursor as it was given."

Binding = Dict[str, str]


def binding(records: Records, domain: Sequence[Any], order: str) -> Binding:
    """What a cursor is valid for, by the names that error messages have for it."""
    context = {**records.env.context}
    context.pop("prefetch_fields", None)  # decides only how records are read
    return {
        "database": _digest(database.uuid(records.env)),
        "user": _digest(records.env.uid),
        "model": _digest(records._name),
        "domain": _digest(domain),
        "order": _digest(order),
        "context": _digest(context),
    }


def _digest(value: Value) -> str:
    try:
        text = json.dumps(value, sort_keys=True, default=_as_json)
    except TypeError:  # keys that JSON doesn't have
        text = repr(value)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _as_json(value: Value) -> Value:
    return sorted(map(repr, value)) if isinstance(value, (set, frozenset)) else repr(value)


def make(env: Env, bound: Binding, values: Values) -> str:
    """A cursor to continue after these values.

    :raises InvalidParameter: they are too long
    """
    if len(json.dumps(values, ensure_ascii=False).encode()) > _MAX_VALUES:
        raise InvalidParameter(
            "order",
            "a cursor can't continue after the last record of this page, because the values to sort by "
            "are too long; sort by shorter ones.",
        )
    content = [_KIND, list(bound.values()), values]
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return sealing.seal(env, text).rstrip("=")


def opened(env: Env, cursor: str, bound: Binding) -> List[Optional[str]]:
    """The values after which to continue.

    :raises InvalidParameter: it is not a cursor of this server, or it is bound to another list
    """
    given, values = _content(env, cursor)
    others = [name for (name, own), other in zip(bound.items(), given) if own != other]
    if others:
        raise InvalidParameter(
            "cursor",
            "it belongs to a list with another %s. Send all parameters of the first page again, except "
            "for fields and limit, or begin again with an empty cursor." % " and ".join(others),
        )
    return list(values)


def _content(env: Env, cursor: str) -> Tuple[List[str], Values]:
    if len(cursor) > MAX_LENGTH or not _CURSOR.fullmatch(cursor):
        raise _invalid()
    key_id = cursor.partition(".")[0]
    box = cursor[len(key_id) + 1 :]
    try:
        text = sealing.unseal(env, "%s.%s" % (key_id, box + "=" * (-len(box) % 4)))
        content = json.loads(text)
    except (ServiceUnavailable, ValueError):
        raise _invalid() from None
    if not isinstance(content, list) or content[:1] != [_KIND]:
        raise _invalid()
    return content[1], content[2]


def _invalid() -> InvalidParameter:
    return InvalidParameter("cursor", "it is not a cursor of this server. " + _ADVICE)
