"""The primary database, whatever a request reads from: a replica may lag behind it."""

import contextlib
from typing import Iterator

from ..compat import cursors
from ..odoo_types import Cursor, Env


@contextlib.contextmanager
def primary_cursor(env: Env) -> Iterator[Cursor]:
    """The request's cursor, or one on the primary: a replica may not know of a revocation yet."""
    if not cursors.is_readonly(env.cr):
        yield env.cr
        return
    with env.registry.cursor() as cr:
        yield cr


def require_user(env: Env, user_id: int) -> None:
    """A replica may not know a new user yet: then Odoo serves the whole request from the primary.

    :raises psycopg2.errors.ReadOnlySqlTransaction: by which Odoo does that
    """
    if not cursors.is_readonly(env.cr):
        return
    env.cr.execute("SELECT 1 FROM res_users WHERE id = %s", [user_id])
    if env.cr.fetchone() is None:
        cursors.leave_replica("The replica does not know user %d yet" % user_id)
