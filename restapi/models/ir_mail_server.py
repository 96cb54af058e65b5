"""In a dry run no mail is sent, and no mail server is connected to."""

from email.message import Message
from typing import Any

from odoo import api, models
from odoo.addons.base.models import ir_mail_server

from .. import compat
from ..odoo_types import Result
from ..rest.write import dry_run


class IrMailServer(models.Model):
    _inherit = "ir.mail_server"

    @api.model
    def send_email(self, message: Message, *args: Any, **kwargs: Any) -> Result:
        if dry_run.is_active():
            return message["message-id"]
        return super().send_email(message, *args, **kwargs)

    if compat.any_class_has(ir_mail_server, "_connect__"):  # 19.0 and later

        def _connect__(self, *args: Any, **kwargs: Any) -> Result:
            return None if dry_run.is_active() else super()._connect__(*args, **kwargs)

    else:

        def connect(self, *args: Any, **kwargs: Any) -> Result:
            return None if dry_run.is_active() else super().connect(*args, **kwargs)
