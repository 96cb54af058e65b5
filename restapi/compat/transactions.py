"""Transactions that are rolled back on purpose, for all series."""

from typing import Callable

from odoo import sql_db

from ..odoo_types import Cursor, Env
from . import cursors, flush_all


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
    env.registry.reset_changes()


def on_new_cursor(call: Callable[[], None]) -> None:
    """Register a function that is called before each new cursor of this process is opened."""
    original = sql_db.Connection.cursor

    def cursor(self: object, *args: object, **kwargs: object) -> Cursor:
        call()
        return original(self, *args, **kwargs)

    sql_db.Connection.cursor = cursor
