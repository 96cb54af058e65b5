"""The daily job on 12.0 and 13.0, which have no ``@api.autovacuum``."""

from typing import Any

from odoo import api, models

from .. import compat

if not compat.HAS_AUTOVACUUM:

    class IrAutovacuum(models.AbstractModel):
        _inherit = "ir.autovacuum"

        @api.model
        def power_on(self, *args: Any, **kwargs: Any) -> Any:
            self.env["restapi.followed"]._gc_changes()
            self.env["restapi.idempotency.key"]._gc_idempotency_keys()
            self.env["restapi.nonce"]._gc_nonces()
            self.env["restapi.oauth1.token"]._gc_oauth1_tokens()
            self.env["restapi.oauth2.token"]._gc_oauth2_tokens()
            self.env["restapi.signing.key"]._gc_keys()
            self.env["restapi.webhook.delivery"]._gc_deliveries()
            self.env["restapi.sealing"]._seal_all_anew()
            return super().power_on(*args, **kwargs)
