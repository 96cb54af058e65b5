"""Granting of access rights, for all series: the models for access rights and record rules.

Up to 19.0 ``ir.model.access`` grants groups access to models, and ``ir.rule`` restricts records. 20.0 has
``ir.access`` for both, with letters for the operations.
"""

import importlib.util
from typing import Any, Dict, NamedTuple, Sequence

from odoo import api

from ..odoo_types import Env

OPERATIONS = {"c": "perm_create", "r": "perm_read", "u": "perm_write", "d": "perm_unlink"}
ALL = "".join(OPERATIONS)

# 20.0: one model instead of two. This looks for its file, since there is no registry at import time.
HAS_ONE_MODEL = importlib.util.find_spec("odoo.addons.base.models.ir_access") is not None
# Up to 13.0 everybody may use every transient model, and Odoo warns about rights for one; 14.0 changed that,
# and brought this decorator.
HAS_GRANTS_OF_TRANSIENT = hasattr(api, "autovacuum")
GRANTS = "ir.access" if HAS_ONE_MODEL else "ir.model.access"
RULES = "ir.access" if HAS_ONE_MODEL else "ir.rule"


class Right(NamedTuple):
    """A row in an addon's table of access rights.

    :param name: its external id, without the module
    :param label: its name in Odoo's lists
    :param model: the model that it applies to
    :param group: the external id of the group that it grants access to; if empty, the row is a rule that
        restricts all users to the records of ``domain``
    :param operations: the operations that it applies to, letters of ``crud`` in this order
    """

    name: str
    label: str
    model: str
    group: str
    operations: str
    domain: str = ""


def load(env: Env, module: str, rights: Sequence[Right]) -> None:
    """Create or update the rows as a data file of the module would: with external ids, by which an update
    finds and keeps them, and an uninstallation removes them."""
    _forget_models_of_other_series(env, module, rights)
    grants = [right for right in rights if right.group]
    if not HAS_GRANTS_OF_TRANSIENT:
        grants = [right for right in grants if not env[right.model]._transient]
    if HAS_ONE_MODEL:
        grants = [right for right in grants if right.operations]  # it can't express no operations
    rules = [right for right in rights if not right.group]
    for model, rows in ((GRANTS, grants), (RULES, rules)):
        data = [
            {"xml_id": "%s.%s" % (module, row.name), "values": _values(env, module, row)}
            for row in rows
        ]
        env[model]._load_records(data, update=True)


def forget(env: Env) -> None:
    """Clear the cache of access rights in this worker and, at commit, in all others."""
    rows = env[GRANTS]
    if hasattr(rows, "call_cache_clearing_methods"):
        rows.call_cache_clearing_methods()
    else:
        rows._clear_caches()


def operations(letters: str) -> Dict[str, Any]:
    """The values of the columns for operations."""
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
    """Delete external ids of rows in models of another series: in a migrated database Odoo would refuse to
    assign them to rows of another model."""
    names = [right.name for right in rights]
    known = env["ir.model.data"].search([("module", "=", module), ("name", "in", names)])
    known.filtered(lambda row: row.model not in (GRANTS, RULES)).unlink()
