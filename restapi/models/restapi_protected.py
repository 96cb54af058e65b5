"""Models with fields that nobody may read, or guess by searching."""

import re
from typing import Any, Dict, Iterable, List, Union

from odoo import _, api, models
from odoo.exceptions import AccessError

from ..compat import access, searching
from ..odoo_types import Domain

NOBODY = "."  # Odoo's name for the group that nobody is in


class RestapiProtected(models.AbstractModel):
    """Up to 16.0 Odoo doesn't check the groups of fields in domains, orders and groupings: whoever
    may read a model could find out a hash in it character by character (CVE-2024-36259).

    13.0 computes fields for everybody as the superuser, unless they say otherwise: so all of ours do.
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
            """Every search and grouping up to 18.0 comes here; later series check by themselves."""
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
            """Up to 13.0 Odoo looks up the groups of a field for its refusal, and ``.`` is none."""
            self._refuse_protected_fields(fields or ())
            return super().check_field_access_rights(operation, fields)

    def export_data(self, fields_to_export: List[str], *args: Any, **kwargs: Any) -> Dict[str, Any]:
        """Up to 13.0 Odoo asks for no right to records of which it tells no more than the id."""
        # 12.0 counts the named arguments, and takes one more for a context
        access.check_access(self, "read")
        return super().export_data(fields_to_export, *args, **kwargs)

    @api.model
    def _refuse_protected_fields(self, expressions: Iterable[object]) -> None:
        """Look for protected fields in whatever holds names: paths, orders, aggregates.

        :raises AccessError: there is one
        """
        if access.is_superuser(self.env):
            return
        for name in re.findall(r"\w+", " ".join(map(str, expressions))):
            field = self._fields.get(name)
            if field is not None and field.groups == NOBODY:
                raise AccessError(_("The field %s can't be read or searched.") % name)
