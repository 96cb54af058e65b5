"""New many2many fields of followed models, whose tables need triggers."""

from typing import Any, Dict, List

from odoo import api, models

from ..odoo_types import Records


class IrModelFields(models.Model):
    _inherit = "ir.model.fields"

    @api.model_create_multi
    def create(self, vals_list: List[Dict[str, Any]]) -> Records:
        created = super().create(vals_list)
        if self.env.registry.ready and any(vals.get("ttype") == "many2many" for vals in vals_list):
            self.env["restapi.followed"]._sync_triggers()
        return created
