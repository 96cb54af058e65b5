"""Values to write, by the type of their field.

Each reader gives back what Odoo stores as it was meant, or raises ValueError with what is wrong.
What only Odoo can judge (a selection's choices, constraints, sizes) is left to it.
"""

import base64
import binascii
import contextlib
from typing import Any, Callable, Dict, Optional, Sequence

from ...compat import access
from ...exceptions import InvalidParameter
from ...odoo_types import Checked, Field, Model, Records, Vals, Value
from .. import fields, orm, raw_fields
from ..errors import odoo_errors
from ..request import dates, literals
from ..request.params import MAX_ID
from . import commands, writable

Reader = Callable[[Any], Any]


def check(
    model: Model, vals: Vals, path: str = "vals", written: Optional[Records] = None
) -> Dict[str, Any]:
    """Give back values as Odoo's ``create`` and ``write`` take them.

    ``None`` means empty, as ``False`` does.

    :param path: where in the request they stand, for messages
    :param written: the records that get them; without any they are of a new record
    :raises UnknownField: the model lacks one of the fields
    :raises ReadonlyField: one of them can't be written
    :raises UnknownRecord: a value names a record that is not there, or not in the relation
    :raises InvalidParameter: a value does not suit its field
    :raises odoo.exceptions.AccessError: a field is not for the caller's groups
    """
    owners = model.browse() if written is None else written
    vals = {raw_fields.known_as(model, name): value for name, value in vals.items()}
    fields.check_names(model, vals)
    with odoo_errors():
        # up to 16.0 Odoo's create does not look at the groups of fields
        access.check_field_access(model, "write", list(vals))
    writable.check(model, vals, path, not owners)
    read = {name: _read(owners, name, value, path) for name, value in vals.items()}
    return raw_fields.as_datas(model, read)


# Methods whose first argument is the values of a record, or a list of such.
_METHODS = ("create", "write", "web_save", "web_save_multi")


def check_call(
    model: Model, method: str, ids: Optional[Sequence[int]], arguments: Dict[str, Any]
) -> None:
    """Check the values that a method is called with, as those of the other routes are, in place.

    :param arguments: by name, the first of them ``self``
    """
    if method not in _METHODS:
        return
    name = list(arguments)[1]
    written = model.browse(ids or ())
    value = arguments[name]
    if isinstance(value, dict):
        arguments[name] = check(model, value, name, written)
    elif isinstance(value, (list, tuple)) and all(isinstance(item, dict) for item in value):
        arguments[name] = [check(model, item, name, written) for item in value]


def _read(owners: Records, name: str, value: Value, path: str) -> Checked:
    field = owners._fields[name]
    if field.type in ("one2many", "many2many"):
        return commands.commands(owners, field, value, "%s.%s" % (path, name), check)
    if value is None or value is False or (value == "" and field.type not in _TEXTS):
        return False
    reader = _READERS.get(field.type)
    if reader is None and field.type != "selection":
        return value
    try:
        value = reader(value) if reader else _choice(owners, field, value)
    except ValueError as error:
        raise _unsuitable(path, name, str(error)) from None
    if field.type == "reference":
        _check_referred(owners, field, str(value))
    return value


def _unsuitable(path: str, name: str, problem: str) -> InvalidParameter:
    error = InvalidParameter(path, "field '%s' %s" % (name, problem))
    error.members["field"] = name
    return error


def _check_referred(model: Model, field: Field, value: str) -> None:
    """Odoo would store nothing in place of a record that is not there; 12.0 takes those of any model.

    :raises UnknownRecord: it is not
    :raises OdooError: its model is none of the field's choices
    """
    name, _, record_id = value.partition(",")
    with odoo_errors():
        choices = field.get_values(model.env)
        if name not in choices:
            raise ValueError("Wrong value for %s: %r" % (field, value))
    if name in model.env.registry:
        orm.existing(model.env[name], [int(record_id)])


def _text(value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError("takes text.")
    return value if isinstance(value, str) else str(value)


def _choice(model: Model, field: Field, value: Value) -> Checked:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError("takes one of its choices, which are text.")
    choices = fields.choices(model, field)
    if choices is None:
        return value
    if str(value) not in choices:
        raise ValueError("takes one of its choices: %s." % fields.shown_choices(choices))
    return choices[str(value)]


def _whole(value: Value) -> int:
    number = _number(value)
    if number != int(number) or not -MAX_ID <= number <= MAX_ID:
        raise ValueError("takes a whole number of at most 32 bits.")
    return int(number)


def _number(value: Value) -> float:
    if isinstance(value, str):
        try:
            value = literals.number(value)
        except ValueError:
            raise ValueError("takes a number.") from None
        if value in (float("inf"), float("-inf")):
            raise ValueError("takes a number that is not infinite.")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("takes a number.")
    return value


def _boolean(value: Value) -> bool:
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            value = literals.boolean(value)
    # other text would be true whatever it says
    if not isinstance(value, (bool, int)) or value not in (0, 1):
        raise ValueError("takes True or False.")
    return bool(value)


def _id(value: Value) -> int:
    if isinstance(value, str) and literals.is_whole(value) and len(value) <= len(str(MAX_ID)):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= MAX_ID:
        raise ValueError("takes the id of a record, or False.")
    return value


def _date(value: Value) -> str:
    return _moment(value, dates.read_date, "takes a date such as '2024-05-01'")


def _datetime(value: Value) -> str:
    return _moment(value, dates.read_datetime, "takes a time such as '2024-05-01 10:00:00' (UTC)")


def _moment(value: Value, read: Callable[[str], str], takes: str) -> str:
    if not isinstance(value, str):
        raise ValueError(takes + ".")
    try:
        return read(value)
    except ValueError as error:
        raise ValueError("%s: %s." % (takes, error)) from None


def _binary(value: Value) -> str:
    if not isinstance(value, str):
        raise ValueError("takes bytes in base64.")
    text = "".join(value.split())
    try:
        base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("takes bytes in base64, and this is none.") from None
    return text


def _reference(value: Value) -> str:
    model, _, record_id = value.partition(",") if isinstance(value, str) else ("", "", "")
    if not model or not literals.is_whole(record_id) or len(record_id) > literals.MAX_INT_DIGITS:
        raise ValueError("takes a reference such as 'res.partner,7'.")
    return "%s,%d" % (model, int(record_id))


def _properties(value: Value) -> Checked:
    if not isinstance(value, (dict, list, tuple)):
        raise ValueError("takes a mapping of its properties.")
    return value


_TEXTS = ("char", "text", "html")
_READERS: Dict[str, Reader] = {
    "char": _text,
    "text": _text,
    "html": _text,
    "integer": _whole,
    "float": _number,
    "monetary": _number,
    "boolean": _boolean,
    "many2one": _id,
    "many2one_reference": _id,
    "date": _date,
    "datetime": _datetime,
    "binary": _binary,
    "image": _binary,
    "reference": _reference,
    "properties": _properties,
    "properties_definition": _properties,
}
