"""What requests are for: a single one, and those of a batch."""

from typing import Any, Dict, Iterator, List, NamedTuple
from urllib.parse import unquote

from ...compat import PREFIX
from ..request import params
from ..transport.routes import match
from . import references
from .items import Item


class Target(NamedTuple):
    """What a request is for.

    :param scope: the scope of its route
    :param path_variables: the variables of its path
    :param values: its parsed parameters
    """

    scope: str
    path_variables: Dict[str, Any]
    values: Dict[str, Any]


def targets(requests: List[Item], parts: List[Dict[str, Any]]) -> Iterator[Target]:
    """The targets of the requests.

    :param parts: the answers to them; one that has no records needs no target
    """
    answers: references.Answers = {}
    for item, part in zip(requests, parts):
        if part["status"] >= 300:  # it failed, or is the 304 of a condition
            yield Target("", {}, {})
            continue
        path = PREFIX + unquote(references.resolved_path(item.path, answers))
        route, variables = match(path, item.method)
        ids = references.resolved((item.body or {}).get("ids"), answers)
        if item.id is not None:
            answers[item.id] = references.answered(route, variables, part["body"])
        values = {} if ids is None else {"ids": params.parse_optional_ids(ids, "ids")}
        yield Target(route.scope or "", variables, values)
