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

    def _may_receive_webhooks(self) -> bool:
        """Whether webhooks send what this application may read; ``webhooks/deliveries.py`` asks the same in SQL."""
        self.ensure_one()
        is_live = self.active and self.user_id.active and self._is_of_this_database()
        return bool(is_live and self.kind == "machine" and "read" in self.scopes.split())

    @api.model
    def _demo_application(self) -> Record:
        """The application of ``make demo``; empty unless this is a demo server."""
        if not compat.is_set(self.env, "restapi.demo"):
            return self.browse()
        found = self.env.ref("restapi.demo_application", raise_if_not_found=False)
        return (found and found._is_of_this_database() and found) or self.browse()
