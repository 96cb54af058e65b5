"""What Odoo calls when the addon is installed or uninstalled."""

from typing import Any

from . import compat


def uninstall_hook(env_or_cr: Any, registry: Any = None) -> None:
    """Delete the system parameters, which people made by hand: nothing else would.

    The column ``restapi_generation`` of users stays: dropping it would lock their table until the end,
    against requests that hold others.
    """
    compat.hook_cursor(env_or_cr).execute(
        "DELETE FROM ir_config_parameter WHERE key LIKE 'restapi.%%'", []
    )
