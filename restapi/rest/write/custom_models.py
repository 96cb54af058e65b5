"""Models made over the API (1.0 §3.4): they begin as the manual prints, and are usable at once; rights to
them count at once."""

from typing import Any, Dict

from ...compat import rights
from ...odoo_types import Records, Vals

# Models through which access rights are changed: their own, and those that have them as lines.
RIGHTS = ("ir.access", "ir.model", "ir.model.access", "res.groups")


def complete(records: Records, vals: Vals) -> Dict[str, Any]:
    """Values for a new ``ir.model``, with what Odoo's form would leave to be clicked together.

    Odoo gives a new model a field ``x_name``, which the manual creates itself in its next request,
    and no access rights, without which nobody can use it: so it begins with no fields of its own,
    and with all rights for those who may make models. A client that sends ``field_id`` or
    ``access_ids`` gets what it sends. Odoo checks the caller's rights to both as ever.
    """
    if records._name != "ir.model" or vals.get("state") != "manual":
        return vals
    group_id = records.env.ref("base.group_system").id
    line = {"name": vals.get("name"), "group_id": group_id, **rights.operations(rights.ALL)}
    return {"field_id": [], "access_ids": [(0, 0, line)], **vals}


def forget_rights(records: Records) -> None:
    """After a change of access rights, once it is stored: 19.0 forgets the rights that it has looked up
    before it stores them, and looks those of the caller up again on the way, so that this worker would
    go on with what was."""
    if records._name in RIGHTS:
        rights.forget(records.env)
