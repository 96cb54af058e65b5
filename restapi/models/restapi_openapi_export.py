"""The dialog that downloads the OpenAPI document, for tools that can't send a token."""

import base64
from typing import Any, Dict, List
from urllib.parse import urlencode

from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError

from .. import compat
from ..exceptions import RestapiError
from ..odoo_types import Action, Records
from ..rest.openapi import document
from ..rest.response.envelopes import DEPLOYED, Envelope


class RestapiOpenapiExport(models.TransientModel):  # pylint: disable=no-wizard-in-models
    """The document has what the user who downloads it may do, as the explorer shows it to them."""

    _name = "restapi.openapi.export"
    _description = "OpenAPI Document"

    application_id = fields.Many2one("restapi.application", required=True, ondelete="cascade")
    model_names = fields.Char(
        string="Models",
        help="Technical names separated by commas, such as res.partner,account.move, or * for all "
        "models that you may read. Leave it empty for the requests to any model.",
    )
    version = fields.Selection(
        [("3.1", "OpenAPI 3.1"), ("3.0", "OpenAPI 3.0, for older tools")],
        required=True,
        default="3.1",
    )
    file = fields.Binary(readonly=True, attachment=False)
    file_name = fields.Char(compute="_compute_file_name", compute_sudo=False)

    @api.depends("version")
    def _compute_file_name(self) -> None:
        for export in self:
            export.file_name = "openapi-%s.json" % export.version

    @api.model_create_multi
    def create(self, vals_list: List[Dict[str, Any]]) -> Records:
        """Only managers may: up to 13.0 Odoo allows everybody to use transient models."""
        if not self.env.user.has_group("restapi.group_manager"):
            raise AccessError(_("Only managers of the REST API may do this."))
        return super().create(vals_list)

    def action_download(self) -> Action:
        """
        :raises odoo.exceptions.UserError: there is no such model, or the user may not read it
        """
        self.ensure_one()
        names = [name.strip() for name in (self.model_names or "").split(",") if name.strip()]
        try:
            options = document.Options(
                document.checked_models(self.env, names),
                self.version,
                # the URL of the server is not secret
                compat.parameter(self.env, "web.base.url").rstrip("/"),
                Envelope(True, self.application_id.answers == DEPLOYED),
            )
        except RestapiError as error:
            raise UserError(_("The document can't be made: %s") % error.detail) from error
        text = "".join(document.chunks(self.env, options))
        self.file = base64.b64encode(text.encode())
        query = urlencode(
            {
                "model": self._name,
                "id": self.id,
                "field": "file",
                "filename": self.file_name,
                "download": "true",
            }
        )
        return {"type": "ir.actions.act_url", "url": "/web/content?" + query, "target": "self"}


class RestapiApplication(models.Model):
    _inherit = "restapi.application"

    def action_openapi(self) -> Action:
        """Open the dialog."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": _("OpenAPI Document"),
            "res_model": "restapi.openapi.export",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_application_id": self.id},
        }
