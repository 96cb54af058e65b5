"""The one place where Odoo starts wkhtmltopdf: its failures can be told from those of a report."""

from odoo import models

from ..rest import wkhtmltopdf


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _run_wkhtmltopdf(self, *args, **kwargs):
        """As Odoo does it; for this API's requests within a time, and never an empty document."""
        until = self.env.context.get(wkhtmltopdf.DEADLINE)
        if not isinstance(until, float):
            return super()._run_wkhtmltopdf(*args, **kwargs)
        with wkhtmltopdf.supervised(until):
            return wkhtmltopdf.checked(super()._run_wkhtmltopdf(*args, **kwargs))
