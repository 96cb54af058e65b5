"""``/object``: calling the public methods of models (docs/reference/objects.rst)."""

from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional

from odoo import http
from odoo.http import request

from ..compat import PREFIX
from ..exceptions import MethodNotAllowed
from ..oauth import caller
from ..odoo_types import Env, Records
from ..rest import calls, orm, scopes
from ..rest.request import literals, params
from . import conditions
from .routing import route

# A list may be empty, if the method works on records. Without ids the method works on the model.
IDS = params.IDS._replace(
    parse=params.parse_optional_ids,
    schema=params.OPTIONAL_ID_LIST,
    description="ids of the records; without it, the method is called on the model",
)
ARGUMENTS = params.ExtraParams("arguments", lambda value: True)


def further_scopes(method: str, **path_variables: Any) -> Iterable[str]:
    """The scopes that a method needs besides ``call``."""
    return scopes.of_method(method)


class ObjectCall(http.Controller):
    @route(
        PREFIX + "/object/<model>/<method>",
        ["POST"],
        scope="call",
        takes=[IDS],
        extra=ARGUMENTS,
        more_scopes=further_scopes,
    )
    def call(
        self,
        env: Env,
        model: str,
        method: str,
        ids: Optional[List[int]],
        arguments: Dict[str, Any],
    ) -> Dict[str, Any]:
        """Call a method of the model, or of the records in ``ids``, with arguments by name."""
        if literals.is_whole(method):  # it is the id of a record
            raise MethodNotAllowed("POST", ["DELETE", "GET", "HEAD", "PATCH", "PUT"])
        return call(orm.model(env, model), method, ids, arguments, conditions.check_several)

    @route(
        PREFIX + "/object/<model>/<int:record_id>/<method>",
        ["POST"],
        scope="call",
        extra=ARGUMENTS,
        more_scopes=further_scopes,
    )
    def call_on_one(
        self, env: Env, model: str, record_id: int, method: str, arguments: Dict[str, Any]
    ) -> Dict[str, Any]:
        """Call a method of one record, with arguments by name."""
        return call(orm.model(env, model), method, [record_id], arguments, conditions.check_one)


def call(
    records: Records,
    method: str,
    ids: Optional[List[int]],
    sent: Dict[str, Any],
    check_conditions: Callable[..., None],
) -> Dict[str, Any]:
    """The answer with the result of a method.

    :param ids: the records that it is called on; None for the model
    :param sent: the arguments by name, unparsed
    """
    arguments = calls.parse_arguments(request.httprequest, sent)
    is_reading = set(scopes.of_method(method)) == {"read"}

    def check_call(bound: Mapping[str, Any]) -> None:
        caller.require_scopes(request, scopes.of_arguments(records, method, bound))
        check_conditions(records.browse(ids), may_require=not is_reading)

    return {"result": calls.call(records, method, ids, arguments, check_call)}
