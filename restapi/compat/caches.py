"""Odoo's cache of method results, for all series."""

from odoo import api, tools

from ..odoo_types import Decorator, Env
from . import without_annotations

# 20.0 has it in odoo.api.
_ormcache = getattr(api, "ormcache", None) or tools.ormcache


def ormcache(*keys: str) -> Decorator:
    """A decorator that caches the results of a method in each worker, by these of its arguments."""
    decorate = _ormcache(*keys)
    # 12.0 and 13.0 raise for annotations when they inspect the arguments
    return lambda method: decorate(without_annotations(method))


def clear(env: Env) -> None:
    """Clear the whole cache in this worker and, at commit, in all others."""
    if hasattr(getattr(env, "transaction", None), "invalidate_ormcache"):  # 20.0
        env.transaction.invalidate_ormcache()
    elif hasattr(env.registry, "clear_cache"):
        env.registry.clear_cache()
    else:
        env["ir.http"].clear_caches()


def clear_invalidated(env: Env) -> None:
    """Clear what the transaction has invalidated once more, with what was cached since."""
    if not getattr(env.registry, "cache_invalidated", True):
        return
    if hasattr(env.registry, "clear_cache"):  # 17.0 and later, with the names of caches
        env.registry.clear_cache(*env.registry.cache_invalidated)
    else:
        clear(env)


def state(env: Env) -> str:
    """A text that changes with the registry and with whatever Odoo caches: models, fields, access
    rights, rules, groups, languages and translations."""
    if hasattr(env.registry, "get_sequences"):  # 17.0 and later
        return str(env.registry.get_sequences(env.cr))
    env.cr.execute(
        "SELECT base_registry_signaling.last_value, base_cache_signaling.last_value "
        "FROM base_registry_signaling, base_cache_signaling"
    )
    return str(env.cr.fetchone())
