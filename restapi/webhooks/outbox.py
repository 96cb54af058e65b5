"""From the notes of changes to deliveries.

The notes of a followed model (``rest/changes``) are the outbox: they are part of the transaction that made the change.
A webhook has a position in them, a snapshot as in a token of the feed. Collecting turns what the snapshot didn't see into deliveries and
moves the position, in one transaction, so that whatever is killed, nothing is missed.
"""

from typing import Iterable, NamedTuple, Optional

from ..odoo_types import Cursor
from ..rest.changes import state, tokens
from ..rest.changes.feed import UNSEEN

# No foreign keys, which would lock rows of webhooks while people edit them.
TABLES = """
    CREATE TABLE IF NOT EXISTS restapi_webhook_position (
        webhook_id integer PRIMARY KEY,
        followed_id integer NOT NULL,
        epoch varchar NOT NULL,
        since txid_snapshot NOT NULL,
        moved_at timestamp NOT NULL DEFAULT (now() AT TIME ZONE 'UTC'));
    CREATE TABLE IF NOT EXISTS restapi_webhook_sent (
        webhook_id integer NOT NULL,
        res_id integer NOT NULL,
        PRIMARY KEY (webhook_id, res_id))
"""
_START = """
    INSERT INTO restapi_webhook_position (webhook_id, followed_id, epoch, since)
    VALUES (%s, %s, %s, txid_current_snapshot())
    ON CONFLICT (webhook_id) DO UPDATE
       SET followed_id = excluded.followed_id, epoch = excluded.epoch,
           since = excluded.since, moved_at = excluded.moved_at
"""
# The lock lasts until the end of the transaction; another worker passes over the webhook.
_POSITION = """
    SELECT position.followed_id, position.epoch, position.since::text,
           followed.id AS current_id,
           position.moved_at < (clock_timestamp() AT TIME ZONE 'UTC') - interval '1 hour'
      FROM restapi_webhook_position position
      JOIN restapi_webhook webhook ON webhook.id = position.webhook_id
      JOIN restapi_followed followed ON followed.model_id = webhook.model_id
     WHERE position.webhook_id = %s
       FOR UPDATE OF position SKIP LOCKED
"""
# A single statement, so that the snapshot in it is the one with which it reads the notes. A change of a record that
# waits adds nothing but its time; what was tried before gets another id, since a receiver may have had it.
_COLLECT = f"""
    WITH added AS (
        INSERT INTO restapi_webhook_delivery AS delivery
               (webhook_id, res_id, state, is_new, is_changed, changed_at, attempts, next_try_at,
                create_date)
        SELECT %(webhook_id)s, res_id, 'waiting', bool_or(is_new), NOT bool_and(is_new),
               max(noted_at), 0, clock_timestamp() AT TIME ZONE 'UTC',
               clock_timestamp() AT TIME ZONE 'UTC'
          FROM (SELECT id AS res_id, bool_or(is_new) AS is_new, max(noted_at) AS noted_at
                  FROM restapi_change, unnest(coalesce(res_ids, ARRAY[res_id])) AS id
                 WHERE {UNSEEN}
                 GROUP BY txid, id) AS in_transactions
         GROUP BY res_id
        ON CONFLICT (webhook_id, res_id) WHERE state = 'waiting' AND res_id > 0
        DO UPDATE SET is_changed = true, message_id = NULL,
                      changed_at = greatest(delivery.changed_at, excluded.changed_at)
        RETURNING 1)
    SELECT txid_current_snapshot()::text, (SELECT count(*) FROM added)
"""  # noqa: S608 - our own text
_MOVE = """
    UPDATE restapi_webhook_position
       SET since = %s, moved_at = clock_timestamp() AT TIME ZONE 'UTC'
     WHERE webhook_id = %s
"""


class Collected(NamedTuple):
    """
    :param changed: how many records have changed
    :param lost: changes since the last time are not known any more
    """

    changed: int
    lost: bool = False


def start(cr: Cursor, webhook_id: int, followed_id: int) -> None:
    """Begin with what changes from now on, unless the webhook has a position that can still be used."""
    now = state.current(cr, followed_id)
    cr.execute(
        "SELECT followed_id, epoch FROM restapi_webhook_position WHERE webhook_id = %s",
        [webhook_id],
    )
    if cr.fetchone() != (followed_id, now.epoch):
        cr.execute(_START, [webhook_id, followed_id, now.epoch])


def collect(cr: Cursor, webhook_id: int) -> Optional[Collected]:
    """Turn the changes after the position of a webhook into deliveries; None if another worker does.

    :param cr: a cursor at READ COMMITTED, each of whose statements sees what was committed before it
    """
    cr.execute(_POSITION, [webhook_id])
    row = cr.fetchone()
    if row is None:
        return None
    known_id, epoch, since, followed_id, is_old = row
    now = state.current(cr, followed_id)
    is_expired = tokens.is_expired(now, tokens.Position(since=since))
    if known_id != followed_id or epoch != now.epoch or is_expired:
        cr.execute(_START, [webhook_id, followed_id, now.epoch])
        return Collected(0, lost=True)
    values = {"webhook_id": webhook_id, "followed_id": followed_id, "since": since}
    cr.execute(_COLLECT, values)
    snapshot, count = cr.fetchone()
    if count or is_old:
        cr.execute(_MOVE, [snapshot, webhook_id])
    return Collected(count)


def forget(cr: Cursor, webhook_ids: Iterable[int]) -> None:
    """Delete what is known about webhooks besides their own rows."""
    ids = (*webhook_ids, 0)
    cr.execute("DELETE FROM restapi_webhook_position WHERE webhook_id IN %s", [ids])
    cr.execute("DELETE FROM restapi_webhook_sent WHERE webhook_id IN %s", [ids])
