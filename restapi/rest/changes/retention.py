"""Which notes of changes are kept (docs/explanation/changes.rst)."""

from typing import List

from ... import compat
from ...oauth import database
from ...odoo_types import Cursor, Env
from . import state

DAYS = "restapi.changes_days"  # system parameter: how long a token is valid at least
DEFAULT_DAYS = 30
MAX_DAYS = 3660

# The notes of one record become one where nobody can tell the difference: every snapshot that sees the later
# transaction also sees one that had ended before the later one began. Webhooks can tell one difference, whether the
# record is new, so what they have not collected yet stays as it is.
_MERGE = """
    DELETE FROM restapi_change change
     USING (SELECT followed_id, res_id, max(horizon) AS horizon FROM restapi_change
             GROUP BY followed_id, res_id HAVING count(*) > 1) later
     WHERE change.followed_id = later.followed_id AND change.res_id = later.res_id
       AND change.txid < later.horizon
       AND NOT EXISTS (SELECT FROM restapi_webhook_position position
                        WHERE position.followed_id = change.followed_id
                          AND txid_snapshot_xmin(position.since::txid_snapshot) <= change.txid)
"""
# A token is refused if its snapshot doesn't see all transactions before the floor. So the floor is never
# above a transaction that is still running, and what this deletes doesn't depend on clocks.
_RAISE_FLOOR = """
    UPDATE restapi_change_state state SET floor = expired.floor
      FROM (SELECT followed_id,
                   least(max(txid) + 1, txid_snapshot_xmin(txid_current_snapshot())) AS floor
              FROM restapi_change
             WHERE noted_at < (now() AT TIME ZONE 'UTC') - %s * interval '1 day'
             GROUP BY followed_id) expired
     WHERE expired.followed_id = state.followed_id AND expired.floor > state.floor
"""
_EXPIRE = """
    DELETE FROM restapi_change change USING restapi_change_state state
     WHERE change.followed_id = state.followed_id AND change.txid < state.floor
"""


def purge(env: Env) -> None:
    """Delete notes that no token can need any more, each step in a transaction of its own."""
    days = compat.number(env, DAYS, DEFAULT_DAYS, 1, MAX_DAYS)
    with database.own_cursor(env) as cr:
        for followed_id in _followed(cr):
            state.current(cr, followed_id)
    with database.own_cursor(env) as cr:
        cr.execute(_MERGE)
    with database.own_cursor(env) as cr:
        cr.execute(_RAISE_FLOOR, [days])
        cr.execute(_EXPIRE)


def _followed(cr: Cursor) -> List[int]:
    cr.execute("SELECT followed_id FROM restapi_change_state")
    return [followed_id for (followed_id,) in cr.fetchall()]
