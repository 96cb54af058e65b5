"""Stored answers under an ``Idempotency-Key``, and what of them the caller may still see."""

import json
from typing import Any, Callable, Dict, List, NamedTuple, Optional, Set, Tuple

from odoo.exceptions import AccessError

from ...compat import access
from ...exceptions import RestapiError
from ...oauth import caller
from ...odoo_types import Env, Model, Request, Value
from .. import calls, external_ids, orm
from ..batch.targets import Target, targets
from ..read import nested
from ..request.record_ids import as_id
from ..response.rendering import dumps
from ..transport.routes import ANY_SCOPE

Row = Dict[str, Any]
Body = Dict[str, Any]


class Answer(NamedTuple):
    """An answer as it is stored.

    :param body: its body; None if it was too long, or can't be decrypted any more
    :param outline: the body with nothing of records but their ids, and no result of a method
    """

    status: int
    headers: List[Tuple[str, str]]
    body: Optional[str]
    outline: str


def outline(target: Target, body: str) -> str:
    """The body with nothing of records but their ids, and no result of a method."""
    return dumps(_mapped(target, json.loads(body), _outlined))


def limited(request: Request, env: Env, target: Target, answer: Answer) -> str:
    """The stored body, without what the caller may not read any more."""
    if answer.body is None:
        return answer.outline

    def limit(one: Target, body: Body) -> Body:
        return _limited(request, env, one, body)

    body = json.loads(answer.body)
    found = _mapped(target, body, limit)
    return answer.body if found == body else dumps(found)


def _mapped(target: Target, body: Body, change: Callable[[Target, Body], Body]) -> Body:
    """The body, or each of those inside the answer to a batch, changed."""
    if target.scope != ANY_SCOPE:
        return change(target, body)
    parts: List[Row] = body["responses"]
    found = zip(parts, targets(target.values["requests"], parts))
    return {
        "responses": [
            {**part, "body": change(one, part["body"]) if one.scope else part["body"]}
            for part, one in found
        ]
    }


def _outlined(target: Target, body: Body) -> Body:
    return {} if target.scope in ("call", "report") else _masked(body, set())


def _limited(request: Request, env: Env, target: Target, body: Body) -> Body:
    if target.scope == "call":
        return body if _may_call(env, target) else {}
    if target.scope == "report" or caller.missing_scopes(request, ["read"]):
        return _outlined(target, body)
    return _masked(body, _readable_rows(env, target, _rows(body)))


def _masked(body: Body, readable: Set[int]) -> Body:
    return {
        key: [_masked_row(row, readable) for row in rows]
        if isinstance(rows, list)
        else _masked_row(rows, readable)
        for key, rows in body.items()
    }


def _masked_row(row: Row, readable: Set[int]) -> Row:
    return {"id": row["id"]} if _is_record(row) and row["id"] not in readable else row


def _is_record(row: Value) -> bool:
    """Whether it has the values of a record; answers can also have ids, numbers and descriptions."""
    return isinstance(row, dict) and as_id(row.get("id")) is not None


def _rows(body: Body) -> List[Row]:
    """The records in a body."""
    found = [row for rows in body.values() for row in (rows if isinstance(rows, list) else [rows])]
    return [row for row in found if _is_record(row)]


def _readable_rows(env: Env, target: Target, rows: List[Row]) -> Set[int]:
    if not rows:
        return set()
    try:
        records = orm.model(env, target.path_variables["model"], "read")
        nested.select(records, target.values.get("fields") or list(rows[0]))
    except (AccessError, RestapiError):
        return set()
    return orm.readable(records, [row["id"] for row in rows])


def _may_call(env: Env, target: Target) -> bool:
    """Whether the caller may still call the method, and read the records that there are."""
    variables = target.path_variables
    try:
        model = orm.model(env, variables["model"])
        calls.public_method(model, variables["method"])
        if model._abstract:
            return True
        access.check_model_access(model, "read")
        ids = _called_ids(model, target)
    except (AccessError, RestapiError):
        return False
    found = model.browse(ids).exists()
    return orm.readable(model, found.ids) == set(found.ids)


def _called_ids(model: Model, target: Target) -> List[int]:
    """The ids of the records that a method was called on.

    :raises UnknownExternalId: the record that an external id names is gone, or can't be read any more
    """
    variables = target.path_variables
    if "external_id" in variables:
        return list(external_ids.record(model, variables["external_id"]).ids)
    if "record_id" in variables:
        return [variables["record_id"]]
    return list(target.values.get("ids") or [])
