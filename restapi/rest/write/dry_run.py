"""Dry runs: a request that changes or calls is answered as usual, and its transaction is rolled back.

While one runs, files are stored in the database, no mail is sent, and neither a commit nor a second
cursor is possible, since neither could be undone.
"""

import contextlib
import contextvars
import functools
from typing import Callable, Iterator, NoReturn, Optional

from ...compat import transactions
from ...exceptions import CannotDryRun
from ...odoo_types import Env
from . import commits

HEADER = "X-Dry-Run"
CURSOR = "opens a database connection of its own"

# Refuses what can't be undone in the dry run of this context; None without one.
_refuse: "contextvars.ContextVar[Optional[Callable[[str], NoReturn]]]" = contextvars.ContextVar(
    "restapi_dry_run", default=None
)


def is_active() -> bool:
    """Whether the current request is a dry run."""
    return _refuse.get() is not None


@contextlib.contextmanager
def rolled_back(env: Env) -> Iterator[None]:
    """Run the block as a dry run, up to all that precedes a commit, and roll it back.

    :raises CannotDryRun: the block committed, or opened a second cursor
    """
    _watch_cursors()
    with commits.refused(env, CannotDryRun) as refuse:
        token = _refuse.set(refuse)
        try:
            yield
            transactions.run_before_commit(env)
        finally:
            _refuse.reset(token)
    transactions.roll_back(env)


def _refuse_cursor() -> None:
    refuse = _refuse.get()
    if refuse is not None:
        refuse(CURSOR)


@functools.lru_cache(maxsize=1)
def _watch_cursors() -> None:
    """Once in each process, and only if somebody uses dry runs."""
    transactions.on_new_cursor(_refuse_cursor)
