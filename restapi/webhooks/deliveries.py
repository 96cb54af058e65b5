"""The queue of deliveries, in SQL: several workers, on several hosts, take from it at once.

A worker claims deliveries for a minute (a lease). If it is killed, they wait again when the lease has ended. One of a
record that another delivery is sending is never claimed, which keeps the changes of a record in order.
"""

from datetime import datetime
from typing import Any, Dict, Iterable, List, NamedTuple, Optional, Sequence, Tuple

import psycopg2

from ..odoo_types import Cursor

LEASE_SECONDS = 60

INDEXES = """
    CREATE UNIQUE INDEX IF NOT EXISTS restapi_webhook_delivery_waiting
        ON restapi_webhook_delivery (webhook_id, res_id) WHERE state = 'waiting' AND res_id > 0;
    CREATE INDEX IF NOT EXISTS restapi_webhook_delivery_due
        ON restapi_webhook_delivery (webhook_id, next_try_at, id) WHERE state = 'waiting';
    CREATE INDEX IF NOT EXISTS restapi_webhook_delivery_sending
        ON restapi_webhook_delivery (webhook_id, res_id) WHERE state = 'sending'
"""
# An application of a copied database is not valid here, nor is a webhook.
_READY = """
    SELECT webhook.id, webhook.failing_since IS NOT NULL
      FROM restapi_webhook webhook
      JOIN restapi_application application ON application.id = webhook.application_id
      JOIN res_users users ON users.id = application.user_id
     WHERE webhook.active AND webhook.database_uuid = %(uuid)s AND webhook.secret_sealed IS NOT NULL
       AND application.active AND application.kind = 'machine'
       AND application.database_uuid = %(uuid)s
       AND 'read' = ANY(string_to_array(application.scopes, ' ')) AND users.active
  ORDER BY webhook.id
"""
_CLAIM = """
    UPDATE restapi_webhook_delivery delivery
       SET state = 'sending', attempts = attempts + 1,
           lease_until = clock_timestamp() AT TIME ZONE 'UTC' + %(lease)s * interval '1 second'
      FROM due WHERE delivery.id = due.id
    RETURNING delivery.id, webhook_id, delivery.res_id, event, is_new, is_changed, changed_at,
              attempts, message_id, request_body,
              EXISTS (SELECT FROM restapi_webhook_sent sent
                       WHERE sent.webhook_id = delivery.webhook_id
                         AND sent.res_id = delivery.res_id) AS was_sent
"""
_DUE = """
    WITH due AS (
        SELECT found.id
          FROM unnest(%(webhook_ids)s::int[], %(limits)s::int[]) AS room(webhook_id, size)
          CROSS JOIN LATERAL (
               SELECT delivery.id FROM restapi_webhook_delivery delivery
                WHERE delivery.webhook_id = room.webhook_id AND delivery.state = 'waiting'
                  AND delivery.next_try_at <= clock_timestamp() AT TIME ZONE 'UTC'
                  AND NOT EXISTS (SELECT FROM restapi_webhook_delivery sending
                                   WHERE sending.webhook_id = delivery.webhook_id
                                     AND sending.res_id = delivery.res_id
                                     AND sending.state = 'sending')
             ORDER BY delivery.next_try_at, delivery.id LIMIT room.size
                  FOR UPDATE SKIP LOCKED) AS found)
"""
_ONE = """
    WITH due AS (SELECT id FROM restapi_webhook_delivery
                  WHERE id = %(id)s AND state = 'waiting' FOR UPDATE SKIP LOCKED)
"""
_PREPARED = """
    UPDATE restapi_webhook_delivery delivery
       SET event = prepared.event, message_id = prepared.message_id,
           request_body = prepared.body, sent_at = clock_timestamp() AT TIME ZONE 'UTC'
      FROM unnest(%s::int[], %s::varchar[], %s::varchar[], %s::text[])
           AS prepared(id, event, message_id, body)
     WHERE delivery.id = prepared.id
"""
_SENT_BEFORE = """
    INSERT INTO restapi_webhook_sent (webhook_id, res_id)
    SELECT webhook_id, res_id FROM restapi_webhook_delivery
     WHERE id = ANY(%s) AND res_id > 0
  ORDER BY webhook_id, res_id
    ON CONFLICT DO NOTHING
"""
_GONE = """
    DELETE FROM restapi_webhook_sent sent USING restapi_webhook_delivery delivery
     WHERE delivery.id = %s AND delivery.event IN ('left', 'unlink')
       AND sent.webhook_id = delivery.webhook_id AND sent.res_id = delivery.res_id
"""
_EXPIRED = """
    SELECT id, attempts FROM restapi_webhook_delivery
     WHERE state = 'sending' AND lease_until < clock_timestamp() AT TIME ZONE 'UTC'
  ORDER BY id LIMIT 1000
"""
# If the record has changed again meanwhile, the delivery of that change takes over the attempts of this one.
_MERGE = """
    UPDATE restapi_webhook_delivery later
       SET attempts = earlier.attempts, next_try_at = %(next_try_at)s,
           is_new = earlier.is_new OR later.is_new, is_changed = true, event = earlier.event,
           sent_at = earlier.sent_at, status = earlier.status, answer = earlier.answer,
           error = earlier.error, seconds = earlier.seconds
      FROM restapi_webhook_delivery earlier
     WHERE earlier.id = %(id)s AND earlier.res_id > 0 AND later.state = 'waiting'
       AND later.webhook_id = earlier.webhook_id AND later.res_id = earlier.res_id
"""
_WAIT = """
    UPDATE restapi_webhook_delivery
       SET state = 'waiting', next_try_at = %(next_try_at)s, lease_until = NULL WHERE id = %(id)s
"""


class Ready(NamedTuple):
    """A webhook that may send now."""

    id: int
    is_failing: bool


class Claimed(NamedTuple):
    """A delivery that this worker sends; the columns of its row.

    :param was_sent: whether the receiver may know the record
    """

    id: int
    webhook_id: int
    res_id: int
    event: Optional[str]
    is_new: bool
    is_changed: bool
    changed_at: Optional[datetime]
    attempts: int
    message_id: Optional[str]
    request_body: Optional[str]
    was_sent: bool


class Prepared(NamedTuple):
    """What is sent for a claimed delivery."""

    id: int
    event: str
    message_id: str
    body: str


def ready(cr: Cursor, uuid: str) -> List[Ready]:
    """The webhooks that may send."""
    cr.execute(_READY, {"uuid": uuid})
    return [Ready(*row) for row in cr.fetchall()]


def claim(cr: Cursor, room: Dict[int, int]) -> List[Claimed]:
    """Take deliveries that are due.

    :param room: how many of which webhook
    """
    if not room:
        return []
    values = {
        "webhook_ids": list(room),
        "limits": list(room.values()),
        "lease": LEASE_SECONDS,
    }
    cr.execute(_DUE + _CLAIM, values)
    return sorted(Claimed(*row) for row in cr.fetchall())


def claim_one(cr: Cursor, delivery_id: int) -> List[Claimed]:
    """Take a delivery, whether it is due or not, unless somebody else has it."""
    cr.execute(_ONE + _CLAIM, {"id": delivery_id, "lease": LEASE_SECONDS})
    return [Claimed(*row) for row in cr.fetchall()]


def prepared(cr: Cursor, rows: Sequence[Prepared]) -> None:
    """Store what will be sent, before it is: from now on the receiver may know the records."""
    if rows:
        cr.execute(_PREPARED, [list(column) for column in zip(*rows)])
        may_know(cr, [row.id for row in rows])


def may_know(cr: Cursor, ids: List[int]) -> None:
    """Note that the receivers of these deliveries may know the records."""
    cr.execute(_SENT_BEFORE, [ids])


def drop(cr: Cursor, ids: Iterable[int]) -> None:
    """Delete deliveries of which there is nothing to say to the receiver."""
    cr.execute("DELETE FROM restapi_webhook_delivery WHERE id IN %s", [(*ids, 0)])


def is_ours(cr: Cursor, delivery_id: int, attempt: int) -> bool:
    """Lock a delivery, and say whether this worker's lease of it is still valid."""
    cr.execute(
        "SELECT 1 FROM restapi_webhook_delivery"
        " WHERE id = %s AND state = 'sending' AND attempts = %s FOR UPDATE",
        [delivery_id, attempt],
    )
    return cr.fetchone() is not None


def record(cr: Cursor, delivery_id: int, facts: Dict[str, Any]) -> None:
    """Store the answer: ``status``, ``answer``, ``error`` and ``seconds``."""
    values = {"status": None, "answer": None, "error": None, "seconds": None, **facts}
    cr.execute(
        "UPDATE restapi_webhook_delivery SET status = %(status)s, answer = %(answer)s,"
        " error = %(error)s, seconds = %(seconds)s WHERE id = %(id)s",
        {**values, "id": delivery_id},
    )


def finish(cr: Cursor, delivery_id: int, state: str) -> None:
    """:param state: ``sent`` or ``failed``"""
    cr.execute(
        "UPDATE restapi_webhook_delivery SET state = %s, lease_until = NULL, next_try_at = NULL"
        " WHERE id = %s",
        [state, delivery_id],
    )
    if state == "sent":
        cr.execute(_GONE, [delivery_id])


def wait_again(cr: Cursor, delivery_id: int, next_try_at: datetime) -> None:
    """Let a delivery wait, or the one of a later change of the same record in its place.

    One in a transaction: collecting also waits for others, so two of them could end in a deadlock.
    """
    values = {"id": delivery_id, "next_try_at": next_try_at}
    while True:
        cr.execute(_MERGE, values)
        if cr.rowcount:
            return drop(cr, [delivery_id])
        try:
            with cr.savepoint():
                cr.execute(_WAIT, values, log_exceptions=False)
            return
        except psycopg2.IntegrityError:
            continue  # a later change was collected just now


def release(cr: Cursor, delivery_id: int, now: datetime) -> None:
    """Give back a delivery that was claimed and not tried."""
    cr.execute(
        "UPDATE restapi_webhook_delivery SET attempts = attempts - 1 WHERE id = %s", [delivery_id]
    )
    wait_again(cr, delivery_id, now)


def expired(cr: Cursor) -> List[Tuple[int, int]]:
    """The ids and attempts of deliveries whose worker was killed."""
    cr.execute(_EXPIRED, [])
    return cr.fetchall()
