"""The one place where Odoo starts wkhtmltopdf: its failures can be told from those of a report, and
what it can reach is this server."""

from odoo import models
from odoo.http import request

from .. import compat
from ..rest import printing, wkhtmltopdf


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _run_wkhtmltopdf(self, *args, **kwargs):
        """As Odoo does it; for requests of this API confined to this server. When they ask for a
        document, within a time, and never an empty one."""
        if not (request and compat.is_own_path(request.httprequest.path)):
            return super()._run_wkhtmltopdf(*args, **kwargs)
        until = self.env.context.get(wkhtmltopdf.DEADLINE)
        with printing.confined(self) as report:
            run = super(IrActionsReport, report)._run_wkhtmltopdf
            if not isinstance(until, float):
                return run(*args, **kwargs)
            with wkhtmltopdf.supervised(until):
                return wkhtmltopdf.checked(run(*args, **kwargs))

    def _build_wkhtmltopdf_args(self, *args, **kwargs):
        command = super()._build_wkhtmltopdf_args(*args, **kwargs)
        return [*command, *printing.arguments(self.env.context)]
