"""Finds the application of a client, and the demo application, in this database only."""

from odoo import api, models

from .. import compat
from ..odoo_types import Record


class RestapiApplication(models.Model):
    _inherit = "restapi.application"

    @api.model
    def _by_client_id(self, client_id: str) -> Record:
        """The active application with this Consumer Key, in one indexed query; empty if there is none."""
        live = [("active", "=", True), ("user_id.active", "=", True)]
        found = self.search([("client_id", "=", client_id), *live], limit=1)
        return found if found._is_of_this_database() else self.browse()

    @api.model
    def _demo_application(self) -> Record:
        """The application of ``make demo``; empty unless this is a demo server."""
        if not compat.is_set(self.env, "restapi.demo"):
            return self.browse()
        found = self.env.ref("restapi.demo_application", raise_if_not_found=False)
        return (found and found._is_of_this_database() and found) or self.browse()
