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
            if not self.pool.ready or self._name not in self.env["restapi.webhook"]._watched():
                return result
            before_commit = self.env.cr.precommit
            # the ids of records that are only in a form are false
            if any(self._ids) and "restapi.webhook" not in before_commit.data:
                # the superuser: this only lets a scheduled action run that would run anyway
                env = self.env(user=SUPERUSER_ID, context={})
                before_commit.data["restapi.webhook"] = True
                before_commit.add(env["restapi.webhook"]._wake)
            return result
