"""Changes to all models for requests of this API."""

from typing import Any, Optional, Sequence

from odoo import models
from odoo.exceptions import UserError

from .. import compat
from ..compat import searching
from ..odoo_types import SearchQuery
from ..rest.read.keyset import Order


class Base(models.AbstractModel):
    _inherit = "base"

    if searching.HAS_RICH_ORDER:

        def _order_to_sql(self, *args: Any, **kwargs: Any) -> Any:
            """Let the query begin where a cursor says.

            Odoo calls this at the end of each model's own search, with the order that was asked for.
            """
            order, query = searching.order_and_query(args)
            if isinstance(order, Order):
                return order.add_to(self, query)
            return super()._order_to_sql(*args, **kwargs)

    else:

        def _generate_order_by(self, order_spec: Optional[str], query: SearchQuery) -> Any:
            """The same, up to 16.0."""
            if isinstance(order_spec, Order):
                return order_spec.add_to(self, query)
            return super()._generate_order_by(order_spec, query)

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
