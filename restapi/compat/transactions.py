"""Transactions that are rolled back on purpose, for all series."""

import contextlib
import copy
from typing import Any, Callable, Iterator

from odoo import sql_db

from ..odoo_types import Cursor, Env, Value
from . import cursors, flush_all
from .caches import clear_invalidated


def run_before_commit(env: Env) -> None:
    """Do what a commit would do before it ends: write pending changes, run hooks, check constraints."""
    flush_all(env)
    precommit = getattr(env.cr, "precommit", None)  # 14.0 and later
    if precommit is not None:
        precommit.run()
        flush_all(env)
    env.cr.execute("SET CONSTRAINTS ALL IMMEDIATE")


def roll_back(env: Env) -> None:
    """Undo the transaction with its hooks, caches and changes to the registry, as Odoo does after an error."""
    env.cr.rollback()
    cursors.clear(env)
    if hasattr(env.registry, "reset_changes"):  # 20.0 does it in the rollback
        env.registry.reset_changes()


@contextlib.contextmanager
def savepoint(env: Env) -> Iterator[None]:
    """Undo what the block did if it raises: rows, hooks, caches and changes to the registry.

    Odoo's own savepoints keep the hooks, so mail that is sent after the commit would be sent.
    """
    flush_all(env)
    restore_hooks = _saved_hooks(env.cr)
    # in 20.0 it keeps caches and the registry in step with savepoints
    transaction: Any = getattr(env, "transaction", None)
    if hasattr(transaction, "save_state"):
        transaction.save_state()
    env.cr.execute('SAVEPOINT "restapi"')
    try:
        yield
        flush_all(env)
    except Exception:
        cursors.clear(env)
        env.cr.execute('ROLLBACK TO SAVEPOINT "restapi"')
        restore_hooks()
        if hasattr(transaction, "restore_state"):
            transaction.restore_state()
        else:
            _restore_registry(env)
        raise
    finally:
        env.cr.execute('RELEASE SAVEPOINT "restapi"')
        if hasattr(transaction, "merge_state"):
            transaction.merge_state()


def _restore_registry(env: Env) -> None:
    clear_invalidated(env)
    if getattr(env.registry, "registry_invalidated", False):
        _set_up_models(env)


def _saved_hooks(cr: Cursor) -> Callable[[], None]:
    """A function that gives the commit of the transaction the hooks that it has now."""
    if not hasattr(cr, "postcommit"):  # 12.0 and 13.0
        functions = list(cr._event_handlers["commit"])
        return lambda: cr._event_handlers.update(commit=functions)
    hooks = [cr.precommit, cr.postcommit]
    saved = [(hook, list(hook._funcs), _copied(hook.data)) for hook in hooks]

    def restore() -> None:
        for hook, functions, data in saved:
            hook.clear()
            for function in functions:
                hook.add(function)
            hook.data.update(data)

    return restore


def _copied(data: Value) -> Value:
    """Data of a hook, in which modules collect what to do, mostly by record."""
    if isinstance(data, dict):
        return {key: _copied(value) for key, value in data.items()}
    return copy.copy(data) if isinstance(data, (list, set)) else data


def _set_up_models(env: Env) -> None:
    """Let the registry have the models and fields that the transaction has."""
    if hasattr(env.registry, "setup_models"):
        env.registry.setup_models(env.cr)
    else:  # 19.0
        env.registry._setup_models__(env.cr)


def on_new_cursor(call: Callable[[], None]) -> None:
    """Register a function that is called before each new cursor of this process is opened."""
    original = sql_db.Connection.cursor

    def cursor(self: object, *args: object, **kwargs: object) -> Cursor:
        call()
        return original(self, *args, **kwargs)

    sql_db.Connection.cursor = cursor
