"""Matching of our own paths on 13.0 to 15.0, whose router tries all rules of the server one after the other.

Odoo matches each path twice there, which would take a tenth of the time of a short request.
"""

import weakref
from typing import Any, Dict, MutableMapping, Tuple

from ... import compat
from ...compat import server
from ...odoo_types import Environ, Map, Rule

IS_NEEDED = server.Dispatcher is None
_MATCHED = "restapi.matched"
# Each routing map of Odoo with one that has only the rules of our paths.
_own_maps: MutableMapping[Map, Map] = weakref.WeakKeyDictionary()


def match(routing_map: Map, environ: Environ, path: str) -> Tuple[Rule, Dict[str, Any]]:
    """The rule of one of our paths and the variables in the path, found once for each request.

    :param routing_map: the rules of all addons
    :raises werkzeug.exceptions.HTTPException: no rule matches, or a rule redirects
    """
    matched_path, rule, variables = environ.get(_MATCHED, ("", None, {}))
    if matched_path != path:
        own = _own_maps.get(routing_map)
        if own is None:
            own = _own_maps[routing_map] = _own_map(routing_map)
        rule, variables = own.bind_to_environ(environ).match(path_info=path, return_rule=True)
        environ[_MATCHED] = path, rule, variables
    return rule, dict(variables)


def _own_map(routing_map: Map) -> Map:
    own = [rule.empty() for rule in routing_map.iter_rules() if compat.is_own_path(rule.rule)]
    return type(routing_map)(
        own, strict_slashes=routing_map.strict_slashes, converters=routing_map.converters
    )
