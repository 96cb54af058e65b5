"""External ids: names such as ``shop.customer_7`` by which other programs know records.

Odoo stores them in ``ir.model.data``, which most users may not read. It is read as the server's own
bookkeeping, with SQL. What comes out is limited to records that the caller may read.
"""

import re
from typing import Any, Dict, Iterable, List, NamedTuple, Optional

from ..exceptions import Conflict, InvalidParameter, NotFound
from ..odoo_types import Env, Model, Record, Value
from . import orm
from .errors import odoo_errors
from .request import literals

MAX_LENGTH = 255  # characters of an id that is looked up; Odoo's own may have any characters
_MODULE = re.compile(r"[\w-]{1,64}", re.ASCII)
_NAME = re.compile(r"[\w.-]{1,128}", re.ASCII)


class ExternalId(NamedTuple):
    """The two parts of an external id.

    :param module: the name of a module, or of the program that the record comes from
    """

    module: str
    name: str

    def __str__(self) -> str:
        return "%s.%s" % self


class Target(NamedTuple):
    """The record that an external id names."""

    model: str
    record_id: int


class UnknownExternalId(NotFound):
    """No record that the caller may read has this external id.

    :param model: the model that it should be of; an empty text for any
    :param path: its place in the values of the request, if it is in values
    """

    code = "unknown_record"

    def __init__(self, model: str, external_id: str, path: str = "") -> None:
        place = "Parameter '%s': " % path if path else ""
        subject = "model '%s' has" % model if model else "there is"
        text = "%s%s no record with the external id '%s' that you may read. Nothing was done."
        text = text % (place, subject, external_id)
        super().__init__(text[:1].upper() + text[1:])
        self.members["external_id"] = external_id


class ExternalIdTaken(Conflict):
    """A record can't get an external id that another one has, of whatever model it is."""

    code = "external_id_taken"

    def __init__(self, external_id: str) -> None:
        super().__init__(
            "The external id '%s' is taken by a record that this request can't change: it is of another "
            "model, or you may not read it. Nothing was done." % external_id
        )
        self.members["external_id"] = external_id


def parse(value: Value, parameter: str = "external_id") -> ExternalId:
    """The parts of an external id.

    :param parameter: its place in the request, for messages
    :raises InvalidParameter: it has no dot, or is too long
    """
    text = value if isinstance(value, str) else ""
    module, _, name = text.partition(".")
    if not module or not name or len(text) > MAX_LENGTH:
        raise InvalidParameter(parameter, "it must be an external id such as shop.customer_7.")
    literals.check_storable(text, parameter)
    return ExternalId(module, name)


def targets(env: Env, external_ids: Iterable[ExternalId]) -> Dict[ExternalId, Target]:
    """The records that external ids name, whether or not they still exist and the caller may read them."""
    wanted = tuple({tuple(external_id) for external_id in external_ids})
    if not wanted:
        return {}
    query = "SELECT module, name, model, res_id FROM ir_model_data WHERE (module, name) IN %s"
    env.cr.execute(query, [wanted])
    return {
        ExternalId(module, name): Target(model, record_id or 0)
        for module, name, model, record_id in env.cr.fetchall()
    }


def record(model: Model, text: Value) -> Record:
    """The record of a model that an external id names.

    :raises InvalidParameter: it is not an external id
    :raises UnknownExternalId: there is no such record, or the caller may not read it
    """
    external_id = parse(text)
    target = targets(model.env, [external_id]).get(external_id)
    found = _record(model, target)
    if found is None:
        raise UnknownExternalId(model._name, str(external_id))
    return found


def record_or_none(model: Model, external_id: ExternalId) -> Optional[Record]:
    """The record of a model that an external id names; None if the id is free.

    :raises ExternalIdTaken: it names a record of another model, or one that the caller may not read
    """
    target = targets(model.env, [external_id]).get(external_id)
    found = _record(model, target)
    if found is None and target is not None and _exists(model.env, target):
        raise ExternalIdTaken(str(external_id))
    return found


def _record(model: Model, target: Optional[Target]) -> Optional[Record]:
    if target is None or target.model != model._name:
        return None
    return model.browse(target.record_id) if orm.readable(model, [target.record_id]) else None


def _exists(env: Env, target: Target) -> bool:
    if target.model not in env.registry or env[target.model]._abstract:
        return False
    with odoo_errors():
        return bool(env[target.model].browse(target.record_id).exists())


def check_assignable(env: Env, external_id: ExternalId) -> None:
    """Check that a client may give a new record this external id.

    :raises InvalidParameter: it has other characters than Odoo's own have, or belongs to a module of
        Odoo, whose records Odoo deletes when an update no longer has them
    """
    if not _MODULE.fullmatch(external_id.module) or not _NAME.fullmatch(external_id.name):
        raise InvalidParameter(
            "external_id",
            "a new one has a module of at most 64 and a name of at most 128 characters: A-Z, a-z, "
            "0-9, '_' and '-', in the name also '.'.",
        )
    # the names of modules are no secret
    env.cr.execute("SELECT 1 FROM ir_module_module WHERE name = %s", [external_id.module])
    if env.cr.fetchone():
        raise InvalidParameter(
            "external_id",
            "'%s' is a module of Odoo, so nothing new can be named after it; begin with a name of "
            "your own, such as shop." % external_id.module,
        )


def assign(record: Record, external_id: ExternalId) -> None:
    """Give a new record an external id; what the id named before is gone."""
    # sudo: users may not write external ids, and this one is the server's bookkeeping
    rows = record.env["ir.model.data"].sudo()
    former = [("module", "=", external_id.module), ("name", "=", external_id.name)]
    rows.search(former).unlink()
    rows.create(
        {
            "module": external_id.module,
            "name": external_id.name,
            "model": record._name,
            "res_id": record.id,
            # otherwise Odoo deletes the record when it updates modules
            "noupdate": True,
        }
    )


def of_records(env: Env, model: str, ids: Iterable[int]) -> Dict[int, str]:
    """The external ids of records by their ids; the oldest of several.

    :param ids: records that the caller may read
    """
    wanted: List[Any] = [record_id for record_id in ids if record_id]
    if not wanted:
        return {}
    query = """
        SELECT DISTINCT ON (res_id) res_id, module, name
          FROM ir_model_data
         WHERE model = %s AND res_id IN %s
         ORDER BY res_id, id
    """
    env.cr.execute(query, [model, tuple(wanted)])
    return {res_id: "%s.%s" % (module, name) for res_id, module, name in env.cr.fetchall()}
