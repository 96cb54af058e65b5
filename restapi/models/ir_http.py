"""``auth='restapi'``: other addons' routes can take the same credentials."""

from typing import Any

import psycopg2
from werkzeug.exceptions import abort

from odoo import models
from odoo.http import request
from odoo.sql_db import PoolError

from ..exceptions import RestapiError
from ..oauth.caller import sign_in
from ..rest import problems
from ..rest.report import session


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_restapi(cls, *routing: Any) -> None:
        """Sign a request in by OAuth; no session counts. The caller's rights are those of its user.

        The scopes of the token are in ``request.restapi_scopes``: the route has to ask for them.

        :param routing: of the route, which 20.0 gives
        """
        try:
            sign_in(request)
        except (RestapiError, psycopg2.Error, PoolError) as error:
            # 19.0 would turn the database's errors into a denied access
            abort(problems.respond(error))

    @classmethod
    def _authenticate(cls, *args: Any, **kwargs: Any) -> Any:
        result = super()._authenticate(*args, **kwargs)
        session.act(request)
        return result

    @classmethod
    def _dispatch(cls, *args: Any) -> Any:
        response = super()._dispatch(*args)
        session.check(request, response)
        return response
