"""``auth='restapi'``: lets routes of other addons accept the same credentials."""

from typing import Any

import psycopg2
from werkzeug.exceptions import abort

from odoo import models
from odoo.http import request
from odoo.sql_db import PoolError

from ..compat import is_own_path
from ..exceptions import RestapiError
from ..oauth.caller import sign_in
from ..rest import problems
from ..rest.report import session
from ..rest.transport import own_rules


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_restapi(cls, *routing: Any) -> None:
        """Authenticate a request by OAuth, ignoring sessions. The caller has the user's access rights.

        The scopes of the token are in ``request.restapi_scopes``; the route has to check them.

        :param routing: the routing of the endpoint, which 20.0 passes
        """
        try:
            sign_in(request)
        except (RestapiError, psycopg2.Error, PoolError) as error:
            # 19.0 would turn errors of the database into AccessDenied
            abort(problems.respond(error))

    @classmethod
    def _authenticate(cls, *args: Any, **kwargs: Any) -> Any:
        result = super()._authenticate(*args, **kwargs)
        session.act(request)
        return result

    if own_rules.IS_NEEDED:

        @classmethod
        def _match(cls, path_info: str, *args: Any, **kwargs: Any) -> Any:
            if is_own_path(path_info):
                return own_rules.match(cls.routing_map(), request.httprequest.environ, path_info)
            return super()._match(path_info, *args, **kwargs)

    @classmethod
    def _dispatch(cls, *args: Any) -> Any:
        response = super()._dispatch(*args)
        session.check(request, response)
        return response
