"""Dry runs: a request that changes or calls is answered as usual, and its transaction is rolled back.

While one runs, files are stored in the database, no mail is sent, and neither a commit nor a second
cursor is possible, since neither could be undone.
"""

import contextlib
import contextvars
import functools
from typing import Iterator, List, NoReturn, Optional

from ...compat import transactions
from ...exceptions import CannotDryRun
from ...odoo_types import Env

HEADER = "X-Dry-Run"

# What can't be undone, as far as it was tried in the dry run of this context; None without one.
_attempts: "contextvars.ContextVar[Optional[List[str]]]" = contextvars.ContextVar(
    "restapi_dry_run", default=None
)


def is_active() -> bool:
    """Whether the current request is a dry run."""
    return _attempts.get() is not None


@contextlib.contextmanager
def rolled_back(env: Env) -> Iterator[None]:
    """Run the block as a dry run, up to all that precedes a commit, and roll it back.

    :raises CannotDryRun: the block committed, or opened a second cursor
    """
    _watch_cursors()
    attempts: List[str] = []
    token = _attempts.set(attempts)
    env.cr.commit = _refuse_commit
    try:
        yield
        transactions.run_before_commit(env)
    except Exception as error:
        # Odoo's code may have wrapped the exception
        if attempts:
            raise CannotDryRun(attempts[0]) from error
        raise
    finally:
        del env.cr.commit
        _attempts.reset(token)
    if attempts:  # or caught it
        raise CannotDryRun(attempts[0])
    transactions.roll_back(env)


def _refuse_commit() -> NoReturn:
    _refuse("commits by itself")


def _refuse_cursor() -> None:
    if is_active():
        _refuse("opens a database connection of its own")


def _refuse(attempt: str) -> NoReturn:
    attempts = _attempts.get()
    if attempts is not None:
        attempts.append(attempt)
    raise CannotDryRun(attempt)


@functools.lru_cache(maxsize=1)
def _watch_cursors() -> None:
    """Once in each process, and only if somebody uses dry runs."""
    transactions.on_new_cursor(_refuse_cursor)
