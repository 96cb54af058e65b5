"""Conversion of values to write, by the type of their field.

Each converter returns the value that Odoo stores as the client meant it, or raises ValueError with the
problem. Odoo itself checks constraints and sizes.
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
from ..request import dates, literals, record_ids
from . import commands, references, writable

Converter = Callable[[Any], Any]


def converted(
    model: Model, vals: Vals, path: str = "vals", written: Optional[Records] = None
) -> Dict[str, Any]:
    """The values, checked and converted to what Odoo's ``create`` and ``write`` take.

    ``None`` means empty, just as ``False`` does. External ids become ids; of several records at once, see
    ``references.replaced``.

    :param path: the place of the values in the request, for messages
    :param written: the records to write; none for a new record
    :raises UnknownField: the model lacks one of the fields
    :raises ReadonlyField: one of the fields can't be written
    :raises UnknownRecord: a value names a record that doesn't exist, or is not in the relation
    :raises UnknownExternalId: a value names no record that the caller may read
    :raises InvalidParameter: a value doesn't suit its field
    :raises odoo.exceptions.AccessError: a field is restricted to other groups
    """
    (vals,) = references.replaced(model, [vals], path)
    return _checked(model, vals, path, written)


def _checked(
    model: Model, vals: Vals, path: str, written: Optional[Records] = None
) -> Dict[str, Any]:
    owners = model.browse() if written is None else written
    vals = {raw_fields.current_name(model, name): value for name, value in vals.items()}
    fields.check_names(model, vals)
    with odoo_errors():
        # up to 16.0 Odoo's create doesn't check the groups of fields
        access.check_field_access(model, "write", list(vals))
    writable.check(model, vals, path, not owners)
    result = {name: _converted(owners, name, value, path) for name, value in vals.items()}
    return raw_fields.as_datas(model, result)


# Methods whose first argument is the values of a record, or a list of such values.
_METHODS = ("create", "write", "web_save", "web_save_multi")


def convert_arguments(
    model: Model, method: str, ids: Optional[Sequence[int]], arguments: Dict[str, Any]
) -> None:
    """Check and convert record values in the arguments of a method, in place, as the other routes do.

    :param arguments: the arguments by name; the first is ``self``
    """
    if method not in _METHODS:
        return
    name = list(arguments)[1]
    written = model.browse(ids or ())
    value = arguments[name]
    if isinstance(value, dict):
        arguments[name] = converted(model, value, name, written)
    elif isinstance(value, (list, tuple)) and all(isinstance(item, dict) for item in value):
        arguments[name] = [converted(model, item, name, written) for item in value]


def _converted(owners: Records, name: str, value: Value, path: str) -> Checked:
    field = owners._fields[name]
    if field.type in ("one2many", "many2many"):
        return commands.commands(owners, field, value, "%s.%s" % (path, name), _checked)
    if value is None or value is False or (value == "" and field.type not in _TEXTS):
        return False
    convert = _CONVERTERS.get(field.type)
    if convert is None and field.type != "selection":
        return value
    try:
        value = convert(value) if convert else _choice(owners, field, value)
    except ValueError as error:
        raise _unsuitable(path, name, str(error)) from None
    if field.type == "reference":
        _check_reference(owners, field, str(value))
    return value


def _unsuitable(path: str, name: str, problem: str) -> InvalidParameter:
    error = InvalidParameter(path, "field '%s' %s" % (name, problem))
    error.members["field"] = name
    return error


def _check_reference(model: Model, field: Field, value: str) -> None:
    """Refuse a reference to a missing record, for which Odoo would store an empty value, or to a model
    that is not one of the field's choices, which 12.0 accepts.

    :raises UnknownRecord: the record doesn't exist
    :raises OdooError: the field doesn't allow the model
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
        raise ValueError("takes one of its choices, as text.")
    choices = fields.choices(model, field)
    if choices is None:
        return value
    if str(value) not in choices:
        raise ValueError("takes one of its choices: %s." % fields.shown_choices(choices))
    return choices[str(value)]


def _whole(value: Value) -> int:
    number = _number(value)
    if number != int(number) or not -record_ids.MAX_ID <= number <= record_ids.MAX_ID:
        raise ValueError("takes a whole number of at most 32 bits.")
    return int(number)


def _number(value: Value) -> float:
    if isinstance(value, str):
        try:
            value = literals.parse_number(value)
        except ValueError:
            raise ValueError("takes a number.") from None
        if value in (float("inf"), float("-inf")):
            raise ValueError("takes a finite number.")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("takes a number.")
    return value


def _boolean(value: Value) -> bool:
    if isinstance(value, str):
        with contextlib.suppress(ValueError):
            value = literals.parse_boolean(value)
    # Odoo would take any other text as true
    if not isinstance(value, (bool, int)) or value not in (0, 1):
        raise ValueError("takes True or False.")
    return bool(value)


def _id(value: Value) -> int:
    record_id = record_ids.from_text(value)
    if record_id is None:
        raise ValueError("takes the id of a record, or False.")
    return record_id


def _date(value: Value) -> str:
    return _moment(value, dates.parse_date, "takes a date such as '2024-05-01'")


def _datetime(value: Value) -> str:
    return _moment(value, dates.parse_datetime, "takes a time such as '2024-05-01 10:00:00' (UTC)")


def _moment(value: Value, parse: Callable[[str], str], expectation: str) -> str:
    if not isinstance(value, str):
        raise ValueError(expectation + ".")
    try:
        return parse(value)
    except ValueError as error:
        raise ValueError("%s: %s." % (expectation, error)) from None


def _binary(value: Value) -> str:
    if not isinstance(value, str):
        raise ValueError("takes base64 text.")
    text = "".join(value.split())
    try:
        base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise ValueError("takes base64 text, and this is not valid base64.") from None
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
_CONVERTERS: Dict[str, Converter] = {
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
