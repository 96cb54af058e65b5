"""``auth='restapi'``: other addons' routes can take the same credentials."""

from werkzeug.exceptions import abort

from odoo import models
from odoo.http import request

from ..exceptions import RestapiError
from ..oauth.caller import sign_in
from ..rest import problems


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _auth_method_restapi(cls):
        """Sign a request in by OAuth; no session counts. The caller's rights are those of its user."""
        try:
            sign_in(request)
        except RestapiError as error:
            abort(problems.respond(error))
