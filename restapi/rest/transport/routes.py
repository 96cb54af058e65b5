"""The list of all routes, filled by ``controllers.routing``, and the matching of paths to them."""

import functools
from typing import Any, Callable, Dict, Iterable, List, NamedTuple, Optional, Tuple

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.wrappers import Response

from ...odoo_types import Method
from ..request.params import ExtraParams, Param

# For a route that any token may use.
ANY_SCOPE = "any"
# Scopes of routes that can change records.
CHANGING = ("create", "write", "delete", "call", ANY_SCOPE)


class Route(NamedTuple):
    """One route, as the documentation describes it.

    :param names: the names of its parameters
    :param offers: the media types of its answers, the default first
    :param handler: the method that answers; its docstring describes the route
    :param params: the declarations of the parameters; none if the endpoint parses them itself
    :param extra: parameters that it takes under names that it doesn't declare
    :param more_scopes: further scopes that a token needs, given the variables of the path
    :param locks: the keys of the locks under which the endpoint runs, given its arguments
    :param at_once: answers several requests of a batch that differ only in ``vals``, given its list
    """

    path: str
    methods: Tuple[str, ...]
    scope: Optional[str]
    names: Tuple[str, ...]
    offers: Tuple[str, ...]
    handler: Method
    params: Tuple[Param, ...] = ()
    extra: Optional[ExtraParams] = None
    more_scopes: Callable[..., Iterable[str]] = lambda **path_variables: ()
    locks: Callable[..., Iterable[str]] = lambda **arguments: ()
    at_once: Optional[Callable[..., List[Response]]] = None

    def scopes(self, path_variables: Dict[str, Any]) -> List[str]:
        """The scopes that a token needs for it."""
        own = [self.scope] if self.scope and self.scope != ANY_SCOPE else []
        return [*own, *self.more_scopes(**path_variables)]

    @property
    def can_change(self) -> bool:
        """Whether it takes ``dry_run`` and ``Idempotency-Key``."""
        return self.scope in CHANGING


ROUTES: List[Route] = []
LONG_PATH = 200  # characters; longer paths are not cached
_METHODS = ("DELETE", "GET", "HEAD", "PATCH", "POST", "PUT")


def allowed_methods(path: str) -> List[str]:
    """The methods for which a route exists at this path."""
    allowed = set(_routing_map().bind("").allowed_methods(path))
    return [method for method in _METHODS if method in allowed]


def find(path: str, method: str) -> Optional[Route]:
    """The route that matches; None if there is none."""
    matching = _find.__wrapped__ if len(path) > LONG_PATH else _find
    return matching(path, method)


@functools.lru_cache(maxsize=256)
def _find(path: str, method: str) -> Optional[Route]:
    try:
        return match(path, method)[0]
    except HTTPException:
        return None


def match(path: str, method: str) -> Tuple[Route, Dict[str, Any]]:
    """The route that matches, and the variables of its path.

    :raises werkzeug.exceptions.HTTPException: none matches, or not with this method
    """
    number, variables = _routing_map().bind("").match(path, method=method)
    return ROUTES[int(number)], dict(variables)


@functools.lru_cache(maxsize=1)
def _routing_map() -> Map:
    """Our routes without the catch-all; all modules are imported before the first request."""
    rules = [
        Rule(route.path, methods=route.methods, endpoint=str(number))
        for number, route in enumerate(ROUTES)
    ]
    return Map(rules, strict_slashes=False)
