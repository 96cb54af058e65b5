"""What Odoo calls when the addon is installed or uninstalled."""

from typing import Any

from . import compat


def uninstall_hook(env_or_cr: Any, registry: Any = None) -> None:
    """Delete the system parameters, which people made by hand: nothing else would."""
    compat.hook_cursor(env_or_cr).execute(
        "DELETE FROM ir_config_parameter WHERE key LIKE 'restapi.%%'", []
    )
