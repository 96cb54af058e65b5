"""Odoo's cache of method results, for all series."""

from typing import Any

from odoo import api, tools

# A decorator; 20.0 has it in odoo.api.
ormcache = getattr(api, "ormcache", None) or tools.ormcache


def clear(env: Any) -> None:
    """Clear the whole cache in this worker and, at commit, in all others."""
    if hasattr(getattr(env, "transaction", None), "invalidate_ormcache"):  # 20.0
        env.transaction.invalidate_ormcache()
    elif hasattr(env.registry, "clear_cache"):
        env.registry.clear_cache()
    else:
        env["ir.http"].clear_caches()
