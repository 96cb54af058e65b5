"""Calls of the ORM on behalf of a caller: names checked before, errors explained after."""

import contextlib
from typing import Any, Dict, Iterator, List, Optional

from .. import compat
from ..exceptions import NotFound, UnknownField, UnknownModel, UnknownRecord
from .params import read_id
from .problems import VALUE_ERRORS, OdooError


def model(env: Any, name: str) -> Any:
    """The model of that name, empty.

    :raises UnknownModel: this database has none
    """
    if name not in env.registry:
        raise UnknownModel(name, env.registry)
    return env[name]


def existing(env: Any, name: str, ids: List[int]) -> Any:
    """Records that are there, in the order asked.

    :raises UnknownModel: this database has no such model
    :raises UnknownRecord: one of the ids has no record; it names them all
    """
    records = model(env, name)
    if records._abstract:
        raise NotFound("Model '%s' is abstract: it has no records." % name)
    # before exists(), which tells whether a record is there: not to those who may not read the model
    with odoo_errors():
        compat.check_access(records, "read")
        records = records.browse([read_id(record_id, "id") for record_id in ids])
        missing = records - records.exists()
    if missing:
        raise UnknownRecord(name, missing.ids)
    return records


def check_fields(records: Any, names: List[str]) -> None:
    """Know every name before Odoo sees it.

    :raises UnknownField: the model has none of that name
    """
    for name in names:
        if name not in records._fields:
            raise UnknownField(records._name, name, records._fields)


def read(records: Any, fields: Optional[List[str]] = None) -> List[Dict[str, Any]]:
    """Values as Odoo's ``read`` gives them; all readable fields by default."""
    if fields:
        check_fields(records, fields)
    with odoo_errors():
        rows: List[Dict[str, Any]] = records.read(fields or None)
    return rows


@contextlib.contextmanager
def odoo_errors() -> Iterator[None]:
    """Around Odoo's code: its plain Python errors are about the caller's values (contract §3: 403).

    Database errors pass untouched, Odoo's retry loop needs them.
    """
    try:
        yield
    except VALUE_ERRORS as error:
        raise OdooError(str(error)) from error
