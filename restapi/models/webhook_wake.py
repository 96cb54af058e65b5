"""Webhooks are sent at once where Odoo can run a scheduled action on demand: 15.0 and later."""

import functools
from typing import Any

from odoo import models
from odoo.addons.base.models import ir_cron
from odoo.api import SUPERUSER_ID

from .. import compat

if compat.any_class_has(ir_cron, "_trigger"):

    class Base(models.AbstractModel):
        _inherit = "base"

        @functools.wraps(models.BaseModel.modified)
        def modified(self, *args: Any, **kwargs: Any) -> Any:
            """Wake the scheduled action, once in a transaction, if the model has an active webhook."""
            result = super().modified(*args, **kwargs)
            # the ids of records that are only in a form are false
            is_stored = self.env.registry.ready and any(record.id for record in self)
            if is_stored and self._name in self.env["restapi.webhook"]._watched():
                self._restapi_wake_at_commit()
            return result

        def _restapi_wake_at_commit(self) -> None:
            before_commit = getattr(self.env.cr, "precommit", None)
            if before_commit is not None and "restapi.webhook" not in before_commit.data:
                # the superuser: this only lets a scheduled action run that would run anyway
                env = self.env(user=SUPERUSER_ID, context={})
                before_commit.data["restapi.webhook"] = True
                before_commit.add(env["restapi.webhook"]._wake)
