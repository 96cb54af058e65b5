"""One upsert at a time: requests that look for a record and create it if there is none.

Two of them at once would both find none. Nor is it enough to take a lock and look again: Odoo's transactions
are REPEATABLE READ, so whoever waited would still look into a snapshot from before. So the lock is taken on
a connection of its own, then the request's transaction begins anew, and the lock is held until it has ended.

A connection is taken only by the first request of a process that waits for a lock. The others wait for that
one in memory, so they can't use up the connections that it needs.
"""

import contextlib
import hashlib
import threading
import time
from typing import Any, Iterable, List

from psycopg2 import Error, OperationalError
from psycopg2.errorcodes import LOCK_NOT_AVAILABLE

from ...compat import cursors
from ...exceptions import InProgress
from ...odoo_types import Env

WAIT = 10  # seconds
# Locks of this process; several keys may share one.
_STRIPES = [threading.Lock() for _number in range(64)]


def key(*parts: str) -> str:
    """What a lock is for, such as a model and the names of fields."""
    return "\x00".join(parts)


def take(env: Env, keys: Iterable[str]) -> None:
    """Take locks until the transaction has ended, and begin that transaction anew.

    Called before it has written anything. A transaction that has these locks already keeps them.

    :raises InProgress: another request had one of them for too long
    """
    wanted = set(keys)
    cr: Any = env.cr
    held = getattr(cr, "restapi_upsert_locks", None)
    if held is not None:
        if not wanted <= held:
            raise AssertionError("All locks of a transaction must be taken together, at its start")
        return
    locks = _taken(env, sorted({_number(one) for one in wanted}))

    def release() -> None:
        cr.restapi_upsert_locks = None
        # without a connection there is no lock either, and the request itself has ended by now
        with contextlib.suppress(Error):
            locks.close()

    try:
        cr.rollback()
        cursors.clear(env)
        cursors.on_end(cr, release)
    except Exception:
        locks.close()
        raise
    cr.restapi_upsert_locks = wanted


def _taken(env: Env, numbers: List[int]) -> contextlib.ExitStack:
    """A context that holds locks; in the order of their numbers, so that nobody waits in a circle."""
    deadline = time.monotonic() + WAIT
    with contextlib.ExitStack() as stack:
        for stripe in sorted({number % len(_STRIPES) for number in numbers}):
            if not _STRIPES[stripe].acquire(timeout=_remaining(deadline)):
                raise InProgress()
            stack.callback(_STRIPES[stripe].release)
        cr = stack.enter_context(contextlib.closing(env.registry.cursor()))
        for number in numbers:
            milliseconds = max(1, int(_remaining(deadline) * 1000))
            cr.execute("SET LOCAL lock_timeout = %s", [milliseconds])
            try:
                cr.execute("SELECT pg_advisory_xact_lock(%s)", [number], log_exceptions=False)
            except OperationalError as error:
                if error.pgcode != LOCK_NOT_AVAILABLE:
                    raise
                raise InProgress() from error
        return stack.pop_all()


def _remaining(deadline: float) -> float:
    """Seconds until a time, at least 0."""
    return max(0.0, deadline - time.monotonic())


def _number(text: str) -> int:
    """The number of an advisory lock, in PostgreSQL's ``bigint``."""
    digest = hashlib.sha256(b"restapi upsert " + text.encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
