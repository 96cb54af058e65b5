"""Base of models with fields that nobody may read, or guess by searching."""

import re
from typing import Any, Dict, Iterable, List, Union

from odoo import _, api, models
from odoo.exceptions import AccessError

from ..compat import access, searching
from ..odoo_types import Domain

NOBODY = "."  # Odoo's notation for no group at all


class RestapiProtected(models.AbstractModel):
    """Up to 16.0 Odoo doesn't check the groups of fields in domains, orders and groupings: a caller who may
    read a model could find out a hash in it character by character (CVE-2024-36259).

    13.0 computes fields as superuser by default, so all of ours set ``compute_sudo=False``.
    """

    _name = "restapi.protected"
    _description = "Model With Protected Columns"

    @api.model
    def _search(self, domain: Domain, *args: Any, **kwargs: Any) -> Any:
        order = kwargs.get("order") or (args[2] if len(args) > 2 else "")
        self._refuse_protected_fields([order or ""])
        return super()._search(domain, *args, **kwargs)

    if searching.HAS_WHERE_CALC:

        @api.model
        def _where_calc(self, domain: Domain, active_test: bool = True) -> Any:
            """Up to 18.0 every search and grouping calls this; later series check the groups themselves."""
            leaves = [leaf for leaf in domain or [] if isinstance(leaf, (list, tuple))]
            self._refuse_protected_fields(leaf[0] for leaf in leaves)
            return super()._where_calc(domain, active_test)

        @api.model
        def read_group(
            self,
            domain: Domain,
            fields: Iterable[str],
            groupby: Union[str, List[str]],
            *args: Any,
            **kwargs: Any,
        ) -> Any:
            order = kwargs.get("orderby") or (args[2] if len(args) > 2 else "")
            groupby_names = [groupby] if isinstance(groupby, str) else groupby
            self._refuse_protected_fields([*(fields or []), *(groupby_names or []), order or ""])
            return super().read_group(domain, fields, groupby, *args, **kwargs)

    if access.HAS_RIGHTS_OF_FIELDS:

        @api.model
        def check_field_access_rights(self, operation: str, fields: Iterable[str]) -> Any:
            """Refuse first: up to 13.0 Odoo looks up the group ``.`` for its error message, and fails."""
            self._refuse_protected_fields(fields or ())
            return super().check_field_access_rights(operation, fields)

    def export_data(self, fields_to_export: List[str], *args: Any, **kwargs: Any) -> Dict[str, Any]:
        """Check access: up to 13.0 Odoo checks none for an export of ids only."""
        # positional arguments: 12.0 would treat one more named argument as a context
        access.check_access(self, "read")
        return super().export_data(fields_to_export, *args, **kwargs)

    @api.model
    def _refuse_protected_fields(self, expressions: Iterable[object]) -> None:
        """Refuse protected fields in expressions with field names: paths, orders, aggregates.

        :raises AccessError: an expression contains a protected field
        """
        if access.is_superuser(self.env):
            return
        for name in re.findall(r"\w+", " ".join(map(str, expressions))):
            field = self._fields.get(name)
            if field is not None and field.groups == NOBODY:
                raise AccessError(_("The field %s can't be read or searched.") % name)
