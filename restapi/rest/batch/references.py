"""References from a request of a batch to the answers of earlier ones.

``{order}`` in a path stands for the id of a record, and ``{"$result": "order"}`` in a body for the id or
the ids. ``{"$result": "order#/sale.order/name"}`` stands for a part of the answer (RFC 6901).
"""

import re
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Tuple

from ...exceptions import BadRequest, InvalidParameter
from ...odoo_types import Value
from ..request.record_ids import as_id
from ..transport.routes import Route

KEY = "$result"
# A whole segment, so that an external id is known, and can be locked, before the batch runs.
_IN_PATH = re.compile(r"(?<=/)\{([A-Za-z]\w{0,63})\}(?=/|$)", re.ASCII)
# Endpoints whose answer is a list also if it has a single record. Others have one record in a list if the
# application has the envelope ``deployed``, and for a mapping that was matched.
_WITH_SEVERAL = ("call", "call_on_one", "call_by_external_id", "read_many", "search", "write_many")
_INDEX = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


class Answered(NamedTuple):
    """What an earlier request was answered.

    :param body: the body; None if it has none
    :param ids: the id or the ids of its records; None if it has none
    """

    body: Any
    ids: Any


Answers = Dict[str, Answered]


def answered(route: Route, path_variables: Dict[str, Any], body: Value) -> Answered:
    """What later requests can refer to in the answer of a route."""
    found = _records(path_variables.get("model"), body) if isinstance(body, dict) else None
    if not isinstance(found, list):
        return Answered(body, _id(found))
    ids = [_id(row) for row in found]
    if None in ids:
        return Answered(body, None)
    is_one = route.handler.__name__ not in _WITH_SEVERAL and len(ids) == 1
    return Answered(body, ids[0] if is_one else ids)


def _records(model: Optional[str], body: Dict[str, Any]) -> Value:
    """Records by the key of their model, the result of a call, or the ids of matched mappings."""
    return next((body[key] for key in (model, "result", "ids") if key in body), None)


def _id(row: Value) -> Optional[int]:
    return as_id(row.get("id") if isinstance(row, dict) else row)


def in_path(path: str) -> List[str]:
    """The ids that a path refers to."""
    return _IN_PATH.findall(path)


def without(path: str) -> str:
    """The path with an id in place of each reference, which matches the same route."""
    return _IN_PATH.sub("1", path)


def in_value(value: Value, where: str) -> Iterator[str]:
    """The ids that a value refers to.

    :raises InvalidParameter: a reference is malformed
    """
    if isinstance(value, dict):
        if KEY in value:
            yield _split(value, where)[0]
            return
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from in_value(item, where)


def _split(reference: Dict[str, Any], where: str) -> Tuple[str, Optional[str]]:
    """The id and the JSON Pointer of a reference."""
    text = reference[KEY]
    if len(reference) > 1 or not isinstance(text, str):
        raise InvalidParameter(where, '"%s" must be the only member, with text as its value.' % KEY)
    item_id, mark, pointer = text.partition("#")
    if mark and pointer and not pointer.startswith("/"):
        raise InvalidParameter(where, "%.80r is not a JSON Pointer: begin it with '/'." % pointer)
    return item_id, pointer if mark else None


def resolved_path(path: str, answers: Answers) -> str:
    """The path with ids instead of references.

    :raises BadRequest: a reference stands for no record, or for several
    """

    def replace(match: "re.Match[str]") -> str:
        found = answers[match.group(1)].ids
        ids = found if isinstance(found, list) else [found]
        if len(ids) == 1 and ids[0] is not None:
            return str(ids[0])
        raise BadRequest(
            "'{%s}' in the path must stand for one record; its answer has %s."
            % (match.group(1), "%d" % len(ids) if len(ids) > 1 else "none")
        )

    return _IN_PATH.sub(replace, path)


def resolved(value: Value, answers: Answers) -> Value:
    """The value with parts of answers instead of references.

    :raises BadRequest: an answer has no such part
    """
    if isinstance(value, (list, tuple)):
        return [resolved(item, answers) for item in value]
    if not isinstance(value, dict):
        return value
    if KEY not in value:
        return {key: resolved(item, answers) for key, item in value.items()}
    item_id, pointer = _split(value, KEY)
    answer = answers[item_id]
    if pointer is not None:
        return _part(answer.body, pointer, value[KEY])
    if answer.ids is None:
        raise BadRequest(
            "The answer to '%s' has no records: refer to a part of it, as in '%s#/result'."
            % (item_id, item_id)
        )
    return answer.ids


def _part(body: Value, pointer: str, text: str) -> Value:
    """The part of an answer that a JSON Pointer names (RFC 6901 §4)."""
    for token in pointer.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(body, dict) and name in body:
            body = body[name]
        elif isinstance(body, list) and _INDEX.fullmatch(name) and int(name) < len(body):
            body = body[int(name)]
        else:
            raise BadRequest("'%.200s': the answer has no '%.80s'." % (text, name))
    return body
