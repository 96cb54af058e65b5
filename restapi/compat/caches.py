"""What methods answered, kept by each worker: how it is kept, and how it is forgotten."""

from odoo import api, tools

from ..odoo_types import Decorator, Env
from . import without_annotations

# 20.0 has it with the decorators of models.
_ormcache = getattr(api, "ormcache", None) or tools.ormcache


def ormcache(*keys: str) -> Decorator:
    """Keep what a method answers, by these of its arguments."""
    decorate = _ormcache(*keys)
    # 12.0 and 13.0 look at the arguments with what refuses annotated ones
    return lambda method: decorate(without_annotations(method))


def clear(env: Env) -> None:
    """Forget all, here and, at commit, on every other worker."""
    if hasattr(getattr(env, "transaction", None), "invalidate_ormcache"):  # 20.0
        env.transaction.invalidate_ormcache()
    elif hasattr(env.registry, "clear_cache"):
        env.registry.clear_cache()
    else:
        env["ir.http"].clear_caches()
