"""Values to write, by the type of their field."""

from typing import Any, Dict

from .. import compat
from ..exceptions import InvalidParameter
from . import fields
from .errors import odoo_errors


def check(model: Any, vals: Dict[str, Any]) -> Dict[str, Any]:
    """Give back values as Odoo's ``create`` and ``write`` take them.

    :raises UnknownField: the model lacks one of the fields
    :raises InvalidParameter: a value does not suit its field
    :raises odoo.exceptions.AccessError: a field is not for the caller's groups
    """
    if "id" in vals:
        raise InvalidParameter("vals", "'id' is given by the database; leave it out.")
    fields.check_names(model, vals)
    with odoo_errors():
        compat.check_field_access(model, "write", list(vals))
    return {name: False if value is None else value for name, value in vals.items()}
