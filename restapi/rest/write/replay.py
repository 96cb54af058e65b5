"""Stored answers under an ``Idempotency-Key``, and what of them the caller may still see."""

import json
from typing import Any, Dict, List, NamedTuple, Optional, Set, Tuple, Union

from odoo.exceptions import AccessError

from ...compat import access
from ...exceptions import RestapiError
from ...oauth import caller
from ...odoo_types import Env, Records, Request
from .. import calls, orm
from ..read import nested
from ..response.rendering import dumps

Row = Dict[str, Any]
# The rows by the model's key; a single one, or a list.
Body = Dict[str, Union[Row, List[Row]]]


class Answer(NamedTuple):
    """An answer as it is stored.

    :param body: its body; None if it was too long, or can't be decrypted any more
    :param outline: the body with nothing of records but their ids, and no result of a method
    """

    status: int
    headers: List[Tuple[str, str]]
    body: Optional[str]
    outline: str


class Target(NamedTuple):
    """What a request is for.

    :param scope: the scope of its route
    :param path_variables: the variables of its path
    :param values: its parsed parameters
    """

    scope: str
    path_variables: Dict[str, Any]
    values: Dict[str, Any]


def outline(target: Target, body: str) -> str:
    """The body with nothing of records but their ids, and no result of a method."""
    return dumps(_masked(target, json.loads(body), set()))


def limited(request: Request, env: Env, target: Target, answer: Answer) -> str:
    """The stored body, without what the caller may not read any more."""
    if answer.body is None:
        return answer.outline
    body = json.loads(answer.body)
    if target.scope == "call":
        return answer.body if _may_call(env, target) else answer.outline
    may_read = not caller.missing_scopes(request, ["read"])
    readable = _readable_rows(env, target, _rows(body)) if may_read else set()
    masked = _masked(target, body, readable)
    return answer.body if masked == body else dumps(masked)


def _masked(target: Target, body: Body, readable: Set[int]) -> Body:
    if target.scope == "call":
        return {}
    return {
        key: [_masked_row(row, readable) for row in rows]
        if isinstance(rows, list)
        else _masked_row(rows, readable)
        for key, rows in body.items()
    }


def _masked_row(row: Row, readable: Set[int]) -> Row:
    return row if row["id"] in readable else {"id": row["id"]}


def _rows(body: Body) -> List[Row]:
    """The records in a body with one key; none in an empty body."""
    return [row for rows in body.values() for row in (rows if isinstance(rows, list) else [rows])]


def _readable_rows(env: Env, target: Target, rows: List[Row]) -> Set[int]:
    if not rows:
        return set()
    try:
        records = orm.model(env, target.path_variables["model"], "read")
        nested.select(records, target.values.get("fields") or list(rows[0]))
    except (AccessError, RestapiError):
        return set()
    return _readable(records.browse([row["id"] for row in rows]).exists())


def _readable(records: Records) -> Set[int]:
    """The ids of the records that the caller may read, found by halving."""
    try:
        access.check_reading(records)
        return set(records.ids)
    except AccessError:
        if len(records) < 2:
            return set()
    middle = len(records) // 2
    return _readable(records[:middle]) | _readable(records[middle:])


def _may_call(env: Env, target: Target) -> bool:
    """Whether the caller may still call the method, and read the records that there are."""
    variables = target.path_variables
    try:
        model = orm.model(env, variables["model"])
        calls.public_method(model, variables["method"])
        if model._abstract:
            return True
        access.check_model_access(model, "read")
    except (AccessError, RestapiError):
        return False
    record_id = variables.get("record_id")
    ids = [record_id] if record_id else target.values.get("ids") or []
    found = model.browse(ids).exists()
    return _readable(found) == set(found.ids)
