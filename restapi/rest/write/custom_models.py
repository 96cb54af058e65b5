"""Models created over the API, as the 1.0 manual (§3.4) shows: usable at once, with effective rights."""

from typing import Any, Dict

from ...compat import rights
from ...odoo_types import Records, Vals

# Models through which access rights change: those of the rights, and those with rights as lines.
RIGHTS = ("ir.access", "ir.model", "ir.model.access", "res.groups")


def complete(records: Records, vals: Vals) -> Dict[str, Any]:
    """Values for a new ``ir.model``, completed so that the model is usable.

    Odoo gives a new model a field ``x_name``, which the manual creates with its next request, and no
    access rights, so nobody could use it. Here a model starts without fields of its own, and with all
    rights for the group that may create models. A client can override this with ``field_id`` and
    ``access_ids``. Odoo checks the caller's rights to both as usual.
    """
    if records._name != "ir.model" or vals.get("state") != "manual":
        return vals
    group_id = records.env.ref("base.group_system").id
    line = {"name": vals.get("name"), "group_id": group_id, **rights.operations(rights.ALL)}
    return {"field_id": [], "access_ids": [(0, 0, line)], **vals}


def forget_rights(records: Records) -> None:
    """Clear Odoo's cache of access rights, once a change of them is stored.

    19.0 clears it before it stores the change and then looks up the caller's rights again, so this
    worker would keep the old ones.
    """
    if records._name in RIGHTS:
        rights.forget(records.env)
