"""What Odoo calls when the addon is installed or uninstalled."""

from typing import Any

from . import compat


def uninstall_hook(env_or_cr: Any, registry: Any = None) -> None:
    """Delete the system parameters, which people made by hand, and a column that is no field: nothing
    else would."""
    cr = compat.hook_cursor(env_or_cr)
    cr.execute("DELETE FROM ir_config_parameter WHERE key LIKE 'restapi.%%'", [])
    # with the views that ask for it, which Odoo drops later
    cr.execute("ALTER TABLE res_users DROP COLUMN IF EXISTS restapi_generation CASCADE")
