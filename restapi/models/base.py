"""Changes to all models for requests of this API."""

from typing import Any, Optional, Sequence

from odoo import models
from odoo.exceptions import UserError

from .. import compat


class Base(models.AbstractModel):
    _inherit = "base"

    def _check_company(self, fnames: Optional[Sequence[str]] = None) -> Any:
        """Replace Odoo's message, which names records of companies that the caller may not see."""
        try:
            return super()._check_company(fnames)
        except UserError as error:
            if type(error) is not UserError or not compat.is_own_request():
                raise
            names = {
                name
                for name, field in self._fields.items()
                if getattr(field, "check_company", False)
            }
            raise UserError(  # pylint: disable=translation-required; texts of this API are English
                "A record of '%s' (%s) and a record that it refers to belong to different companies. "
                "These fields must refer to records of the same company: %s."
                % (self._description, self._name, ", ".join(sorted(names)))
            ) from error
