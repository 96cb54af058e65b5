"""Links to the allowed applications in the portal, where there is one: the addon does not depend on it."""

from typing import Any, Iterable

from odoo import api, models

from .. import compat

# The portal's template, the place in it that a link is put beside, and the file that does it. 12.0 and 13.0
# have no page for security; a portal without that place stays without the link, and is installed.
PORTAL_LINKS = (
    ("portal.portal_my_home", "o_portal_docs", "views/portal_home_templates.xml"),
    ("portal.portal_my_security", "o_portal_security_body", "views/portal_security_templates.xml"),
)


class IrModelData(models.Model):
    _inherit = "ir.model.data"

    @api.model
    def _process_end(self, modules: Iterable[str]) -> Any:
        """Called whenever modules have been installed or updated, this one or the portal."""
        if {"restapi", "portal"} & set(modules):
            self._restapi_link_portal()
        return super()._process_end(modules)

    @api.model
    def _module_data_uninstall(self, modules_to_remove: Iterable[str]) -> Any:
        """Odoo deletes the views of the portal first, and fails as long as others extend them."""
        if "portal" in modules_to_remove:
            self._restapi_unlink_portal()
        return super()._module_data_uninstall(modules_to_remove)

    @api.model
    def _restapi_unlink_portal(self) -> None:
        links = self.search([("module", "=", "restapi"), ("name", "=like", "portal\\_%")])
        self.env["ir.ui.view"].browse(links.mapped("res_id")).unlink()

    @api.model
    def _restapi_link_portal(self) -> None:
        present = [
            filename
            for xmlid, place, filename in PORTAL_LINKS
            for template in self.env.ref(xmlid, False) or ()
            if place in (template.arch_db or "")
        ]
        for filename in present:
            compat.load_data_file(self.env, "restapi", filename)
        if present:
            # these templates came after the terms of the addon had been loaded
            self.env.ref("base.module_restapi")._update_translations()
