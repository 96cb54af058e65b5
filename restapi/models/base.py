"""What all models do otherwise in a request of this API."""

from typing import Any, Optional, Sequence

from odoo import models
from odoo.exceptions import UserError

from .. import compat


class Base(models.AbstractModel):
    _inherit = "base"

    def _check_company(self, fnames: Optional[Sequence[str]] = None) -> Any:
        """Odoo's own text names records of companies that the caller may not see."""
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
                "A record of '%s' (%s) and one that it refers to belong to different companies. These "
                "fields have to stay within one company: %s."
                % (self._description, self._name, ", ".join(sorted(names)))
            ) from error
