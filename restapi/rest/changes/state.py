"""What PostgreSQL knows about a followed model: who wrote its notes, and how far they go back."""

import secrets
from typing import Iterable, NamedTuple

from ...odoo_types import Cursor

# Transaction ids mean nothing in another cluster or database, nor after a recovery to an earlier time, which
# begins a new timeline.
_STATE = """
    SELECT txid_current_snapshot()::text,
           concat_ws('/', (SELECT system_identifier FROM pg_control_system()),
                          left(pg_walfile_name(pg_current_wal_lsn()), 8),
                          (SELECT oid FROM pg_database WHERE datname = current_database())),
           state.identity, state.epoch, state.floor
      FROM (SELECT 1) AS one LEFT JOIN restapi_change_state state ON state.followed_id = %s
"""
_NEW_STATE = """
    INSERT INTO restapi_change_state (followed_id, identity, epoch, floor) VALUES (%s, %s, %s, 0)
    ON CONFLICT (followed_id) DO UPDATE
       SET identity = excluded.identity, epoch = excluded.epoch, floor = 0
"""


class State(NamedTuple):
    """The state of a followed model in the snapshot of a transaction.

    :param snapshot: the transactions that the snapshot sees, as PostgreSQL writes a ``txid_snapshot``
    :param epoch: differs from one reset to the next; a token of another epoch is worth nothing
    :param floor: the notes of some transactions before this one are deleted
    """

    snapshot: str
    epoch: str
    floor: int


def current(cr: Cursor, followed_id: int) -> State:
    """The state of a followed model; if its notes come from another database, they are deleted first."""
    cr.execute(_STATE, [followed_id])
    snapshot, identity, known, epoch, floor = cr.fetchone()
    if identity == known:
        return State(snapshot, epoch, floor)
    forget(cr, [followed_id])
    epoch = secrets.token_hex(6)
    cr.execute(_NEW_STATE, [followed_id, identity, epoch])
    return State(snapshot, epoch, 0)


def forget(cr: Cursor, followed_ids: Iterable[int]) -> None:
    """Delete the notes of models, after which no token of theirs is valid."""
    ids = (*followed_ids, 0)
    cr.execute("DELETE FROM restapi_change WHERE followed_id IN %s", [ids])
    cr.execute("DELETE FROM restapi_change_state WHERE followed_id IN %s", [ids])
