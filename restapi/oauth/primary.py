"""Access to the primary database for requests that a replica serves: replicas may lag behind."""

import contextlib
from typing import Iterator

from ..compat import cursors
from ..odoo_types import Cursor, Env


@contextlib.contextmanager
def primary_cursor(env: Env) -> Iterator[Cursor]:
    """The request's cursor, or one on the primary, since a replica may not have a revocation yet."""
    if not cursors.is_readonly(env.cr):
        yield env.cr
        return
    with env.registry.cursor() as cr:
        yield cr


def require_user(env: Env, user_id: int) -> None:
    """Move the request to the primary if the replica doesn't have the user yet.

    :raises psycopg2.errors.ReadOnlySqlTransaction: on which Odoo repeats the request on the primary
    """
    if not cursors.is_readonly(env.cr):
        return
    env.cr.execute("SELECT 1 FROM res_users WHERE id = %s", [user_id])
    if env.cr.fetchone() is None:
        cursors.leave_replica("The replica doesn't have user %d yet" % user_id)
