"""The list of all routes, and which of them a path belongs to; ``controllers.routing`` fills it."""

import functools
from typing import List, NamedTuple, Optional, Tuple

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule


class Route(NamedTuple):
    """One route, as the documentation describes it."""

    path: str
    methods: Tuple[str, ...]
    scope: Optional[str]
    params: Tuple[str, ...]
    offers: Tuple[str, ...]


ROUTES: List[Route] = []
LONG_PATH = 200  # characters; longer ones are not kept in memory
_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")


def allowed_methods(path: str) -> List[str]:
    """The methods that some route takes at a path."""
    return [method for method in _METHODS if find(path, method)]


def find(path: str, method: str) -> Optional[Route]:
    """The route that answers; None if there is none."""
    find_anew = _find.__wrapped__ if len(path) > LONG_PATH else _find
    return find_anew(path, method)


@functools.lru_cache(maxsize=256)
def _find(path: str, method: str) -> Optional[Route]:
    try:
        number, _variables = _routing_map().bind("").match(path, method=method)
    except HTTPException:
        return None
    return ROUTES[int(number)]


@functools.lru_cache(maxsize=1)
def _routing_map() -> Map:
    """Our own routes without the catch-all; complete once the first request is served."""
    rules = [
        Rule(route.path, methods=route.methods, endpoint=str(number))
        for number, route in enumerate(ROUTES)
    ]
    return Map(rules, strict_slashes=False)
