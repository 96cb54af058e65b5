"""What methods answered, kept by each worker: how it is kept, and how it is forgotten."""

from typing import Any

from odoo import api, tools

# A decorator; 20.0 has it with those of models.
ormcache = getattr(api, "ormcache", None) or tools.ormcache


def clear(env: Any) -> None:
    """Forget all, here and, at commit, on every other worker."""
    if hasattr(getattr(env, "transaction", None), "invalidate_ormcache"):  # 20.0
        env.transaction.invalidate_ormcache()
    elif hasattr(env.registry, "clear_cache"):
        env.registry.clear_cache()
    else:
        env["ir.http"].clear_caches()
