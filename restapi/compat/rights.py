"""What the series differ in about giving rights: the models whose rows give them, and their columns.

Up to 19.0 rows of ``ir.model.access`` open a model to a group, and rows of ``ir.rule`` close records to
everybody. 20.0 has ``ir.access`` for both, whose letters stand for the operations.
"""

import importlib.util
from typing import Any, Dict, NamedTuple, Sequence

from ..odoo_types import Env

OPERATIONS = {"c": "perm_create", "r": "perm_read", "u": "perm_write", "d": "perm_unlink"}
ALL = "".join(OPERATIONS)

# 20.0: one model in place of two. Its file is asked for, since no registry is there at import time.
HAS_ONE_MODEL = importlib.util.find_spec("odoo.addons.base.models.ir_access") is not None
GRANTS = "ir.access" if HAS_ONE_MODEL else "ir.model.access"
RULES = "ir.access" if HAS_ONE_MODEL else "ir.rule"


class Right(NamedTuple):
    """A row of an addon's table of rights.

    :param name: its external id, without the module
    :param label: what Odoo's lists show
    :param model: the model that it is about
    :param group: the external id of the group that it gives a right to; empty: it closes to everybody
        all records but those of ``domain``
    :param operations: those of the letters ``crud`` that it is about, in that order
    """

    name: str
    label: str
    model: str
    group: str
    operations: str
    domain: str = ""


def load(env: Env, module: str, rights: Sequence[Right]) -> None:
    """Create or update the rows, as a data file of the module would: under external ids, by which an
    update finds them again and keeps them, and an uninstall removes them."""
    _forget_models_of_other_series(env, module, rights)
    grants = [right for right in rights if right.group]
    if HAS_ONE_MODEL:
        grants = [right for right in grants if right.operations]  # it has no word for nothing
    rules = [right for right in rights if not right.group]
    for model, rows in ((GRANTS, grants), (RULES, rules)):
        data = [
            {"xml_id": "%s.%s" % (module, row.name), "values": _values(env, module, row)}
            for row in rows
        ]
        env[model]._load_records(data, update=True)


def forget(env: Env) -> None:
    """Drop what this worker, and at commit the others, remember of rights."""
    rows = env[GRANTS]
    if hasattr(rows, "call_cache_clearing_methods"):
        rows.call_cache_clearing_methods()
    else:
        rows._clear_caches()


def operations(letters: str) -> Dict[str, Any]:
    """The columns of a row that say what it is about."""
    if HAS_ONE_MODEL:
        return {"operation": letters}
    return {column: letter in letters for letter, column in OPERATIONS.items()}


def _values(env: Env, module: str, right: Right) -> Dict[str, Any]:
    values = {
        "name": right.label,
        "model_id": env.ref("%s.model_%s" % (module, right.model.replace(".", "_"))).id,
        **operations(right.operations),
    }
    if right.group:
        values["group_id"] = env.ref(right.group).id
    if right.domain:
        values["domain" if HAS_ONE_MODEL else "domain_force"] = right.domain
    return values


def _forget_models_of_other_series(env: Env, module: str, rights: Sequence[Right]) -> None:
    """A database that comes from another series has external ids of rows whose model is gone; Odoo would
    refuse to give them to rows of another model."""
    names = [right.name for right in rights]
    known = env["ir.model.data"].search([("module", "=", module), ("name", "in", names)])
    known.filtered(lambda row: row.model not in (GRANTS, RULES)).unlink()
