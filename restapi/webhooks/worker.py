"""One run of the scheduled action: collects what has changed, and sends what is due.

Odoo's ORM stays in the thread of the action. Others only send: a *lane* is a list of messages for one webhook that a thread sends
one after the other. A webhook has at most four lanes, and one with a single message while its receiver fails. So a receiver
that is slow or down doesn't hold up others. No transaction of this module is open while something is sent.
"""

import contextlib
import logging
import time
from concurrent import futures
from typing import Any, Dict, Iterator, List, NamedTuple, Optional, Sequence, Tuple, Union

from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError

from .. import compat
from ..compat import cursors
from ..exceptions import RestapiError
from ..oauth import database
from ..odoo_types import Cursor, Env
from . import deliveries, health, networks, outbox, payload, schedule, sending, signature
from .deliveries import Claimed, Prepared
from .errors import DeliveryError

_logger = logging.getLogger(__name__)

NETWORKS = "restapi.webhook_networks"  # system parameter: networks that webhooks may reach besides public ones
RUN_SECONDS = 40  # Odoo kills a scheduled action after two minutes
LANES = 4  # for one webhook
LANE_SIZE = 16  # messages
LANE_SECONDS = 15  # what is left after it is given back; with the last one, well below the lease
MAX_LANES = 128  # for all webhooks
MAX_BOOST = 16
COLLECT_EVERY = 3  # seconds

Result = Union[sending.Answer, DeliveryError]


class Message(NamedTuple):
    """What a thread needs to send a delivery."""

    claimed: Claimed
    prepared: Prepared
    url: str
    secrets: Tuple[str, ...]


class Lane(NamedTuple):
    webhook_id: int
    messages: List[Message]


def allowed_networks(env: Env) -> Tuple[networks.Network, ...]:
    """The networks that an administrator allows; none if the system parameter is not valid."""
    # only managers edit webhooks, and nobody is told the parameter
    try:
        return networks.parse(compat.parameter(env, NETWORKS))
    except ValueError as error:
        _logger.error("The system parameter %s is not valid: %s", NETWORKS, error)
        return ()


def run(env: Env) -> None:
    """Collect and send until nothing is due, or the time is over."""
    Worker(env).run()


class Worker:
    """:param env: the superuser's environment, whose own cursor is not used"""

    def __init__(self, env: Env) -> None:
        self.env = env
        self.settings = sending.Settings(allowed_networks(env))
        self.uuid = database.uuid(env)
        self.lanes: Dict[futures.Future[List[Result]], Lane] = {}
        self.collect_at = 0.0
        self.boost = 1  # more at once while nothing of what was claimed has to be sent
        self.stopped: List[int] = []

    def run(self) -> None:
        end = time.monotonic() + RUN_SECONDS
        self._recover()
        with futures.ThreadPoolExecutor(MAX_LANES, "restapi.webhooks") as pool:
            while True:
                has_claimed = False
                if time.monotonic() < end:
                    self._collect()
                    has_claimed, lanes = self._claim()
                    self.lanes.update({pool.submit(self._send, lane): lane for lane in lanes})
                if has_claimed and not self.lanes:
                    continue  # of all these the receivers need not know
                if not self.lanes:
                    break
                done, _waiting = futures.wait(
                    self.lanes, timeout=1, return_when=futures.FIRST_COMPLETED
                )
                for future in done:
                    self._finish(self.lanes.pop(future), future.result())
        self._tell_owners()

    def send_one(self, delivery_id: int) -> None:
        """Send a single delivery now, if nobody else does."""
        with database.own_cursor(self.env) as cr:
            messages, failed = self._prepare(cr, deliveries.claim_one(cr, delivery_id))
        self._fail(failed)
        for message in messages:
            lane = Lane(message.claimed.webhook_id, [message])
            self._finish(lane, self._send(lane))
        self._tell_owners()

    # Collecting

    def _recover(self) -> None:
        with database.own_cursor(self.env) as cr:
            expired = deliveries.expired(cr)
        for delivery_id, attempt in expired:
            with self._own(delivery_id, attempt) as cr:
                if cr:
                    deliveries.wait_again(cr, delivery_id, compat.now())

    def _collect(self) -> None:
        if time.monotonic() < self.collect_at:
            return
        with database.own_cursor(self.env) as cr:
            found = deliveries.ready(cr, self.uuid)
        for webhook in found:
            with database.own_cursor(self.env) as cr:
                collected = outbox.collect(cr, webhook.id)
                if collected and collected.lost:
                    health.note_lost(cr, webhook.id)
                    _logger.warning(
                        "Webhook %d begins anew: what has changed before is not known any more.",
                        webhook.id,
                    )
        self.collect_at = time.monotonic() + COLLECT_EVERY

    # Claiming

    def _claim(self) -> Tuple[bool, List[Lane]]:
        """Whether anything was due, and what is to be sent of it."""
        with database.own_cursor(self.env) as cr:
            found = deliveries.ready(cr, self.uuid)
            free = self._free_lanes(found)
            failing = {webhook.id for webhook in found if webhook.is_failing}
            size = LANE_SIZE * self.boost
            room = {key: 1 if key in failing else count * size for key, count in free.items()}
            claimed = deliveries.claim(cr, room)
            messages, failed = self._prepare(cr, claimed)
        self._fail(failed)
        if claimed:
            self.boost = 1 if messages else min(self.boost * 2, MAX_BOOST)
        return bool(claimed), _lanes(messages, free)

    def _free_lanes(self, webhooks: List[deliveries.Ready]) -> Dict[int, int]:
        """How many more lanes each webhook may have."""
        busy: Dict[int, int] = {}
        for lane in self.lanes.values():
            busy[lane.webhook_id] = busy.get(lane.webhook_id, 0) + 1
        room, left = {}, MAX_LANES - len(self.lanes)
        for webhook in webhooks:
            most = 1 if webhook.is_failing else LANES
            free = min(left, most - busy.get(webhook.id, 0))
            if free > 0:
                room[webhook.id] = free
                left -= free
        return room

    def _prepare(
        self, cr: Cursor, claimed: List[Claimed]
    ) -> Tuple[List[Message], List[Tuple[Claimed, DeliveryError]]]:
        """What to send for claimed deliveries, and which can't be read."""
        messages: List[Message] = []
        failed: List[Tuple[Claimed, DeliveryError]] = []
        for webhook_id in sorted({delivery.webhook_id for delivery in claimed}):
            own = [delivery for delivery in claimed if delivery.webhook_id == webhook_id]
            with cursors.environment(cr, SUPERUSER_ID, {}) as env:
                webhook = env["restapi.webhook"].browse(webhook_id)
                try:
                    valid = webhook._valid_secrets()
                    found, unreadable = webhook._messages(own)
                except (RestapiError, UserError) as error:  # no key, or no model
                    found, unreadable = [], [(one, payload.explained(error)) for one in own]
                messages += [Message(one, what, webhook.url, valid) for one, what in found]
            failed += unreadable
            kept = {one.id for one, _what in (*found, *unreadable)}
            deliveries.drop(cr, [one.id for one in own if one.id not in kept])
        deliveries.prepared(cr, [message.prepared for message in messages])
        return messages, failed

    # Sending, in threads

    def _send(self, lane: Lane) -> List[Result]:
        """The results for the first messages; the others were not tried."""
        end = time.monotonic() + LANE_SECONDS
        results: List[Result] = []
        for message in lane.messages:
            if time.monotonic() > end:
                break
            results.append(self._post(message))
        return results

    def _post(self, message: Message) -> Result:
        body = message.prepared.body.encode()
        try:
            headers = signature.headers(
                message.secrets, message.prepared.message_id, int(time.time()), body
            )
            headers["Content-Type"] = "application/json"
            return sending.post(message.url, body, headers, self.settings)
        except DeliveryError as error:
            return error
        except Exception as error:  # noqa: BLE001 - without its text, which could have the URL or the body
            _logger.error("A webhook could not be sent: %s", type(error).__name__)
            return DeliveryError("It could not be sent: %s." % type(error).__name__)

    # Outcomes

    def _finish(self, lane: Lane, results: List[Result]) -> None:
        delivered: List[Tuple[Claimed, Result]] = []
        others: List[Tuple[Claimed, Result]] = []
        for message, result in zip(lane.messages, results):
            (delivered if _is_delivered(result) else others).append((message.claimed, result))
        if delivered:
            with database.own_cursor(self.env) as cr:
                for claimed, result in delivered:
                    if deliveries.is_ours(cr, claimed.id, claimed.attempts):
                        deliveries.record(cr, claimed.id, _facts(result))
                        deliveries.finish(cr, claimed.id, "sent")
                health.note_success(cr, lane.webhook_id)
        self._fail(others)
        for message in lane.messages[len(results) :]:
            with self._own(message.claimed.id, message.claimed.attempts) as cr:
                if cr:
                    deliveries.release(cr, message.claimed.id, compat.now())

    def _fail(self, failed: Sequence[Tuple[Claimed, Result]]) -> None:
        for claimed, result in failed:
            with self._own(claimed.id, claimed.attempts) as cr:
                if cr:
                    self._judge(cr, claimed, result)

    def _judge(self, cr: Cursor, claimed: Claimed, result: Result) -> None:
        deliveries.record(cr, claimed.id, _facts(result))
        outcome = schedule.outcome(result, claimed.attempts, compat.now())
        if claimed.event == payload.TEST:
            deliveries.finish(cr, claimed.id, "failed")
        elif outcome.retry_at:
            deliveries.wait_again(cr, claimed.id, outcome.retry_at)
            health.note_failure(cr, claimed.webhook_id)
        else:
            deliveries.finish(cr, claimed.id, "failed")
            if health.stop(cr, claimed.webhook_id, outcome.state):
                self.stopped.append(claimed.webhook_id)

    @contextlib.contextmanager
    def _own(self, delivery_id: int, attempt: int) -> Iterator[Optional[Cursor]]:
        """A transaction with a lock on the delivery; None if somebody else has it now."""
        with database.own_cursor(self.env) as cr:
            yield cr if deliveries.is_ours(cr, delivery_id, attempt) else None

    def _tell_owners(self) -> None:
        for webhook_id in self.stopped:
            with database.own_cursor(self.env) as cr, cursors.environment(
                cr, SUPERUSER_ID, {}
            ) as env:
                env["restapi.webhook"].browse(webhook_id)._tell_owner()


def _lanes(messages: List[Message], free: Dict[int, int]) -> List[Lane]:
    """The messages of each webhook, in as many lanes as it may have."""
    lanes = []
    for webhook_id, count in free.items():
        own = [message for message in messages if message.claimed.webhook_id == webhook_id]
        lanes += [Lane(webhook_id, own[start::count]) for start in range(min(count, len(own)))]
    return lanes


def _is_delivered(result: Result) -> bool:
    return schedule.outcome(result, 1, compat.now()).state == schedule.DELIVERED


def _facts(result: Result) -> Dict[str, Any]:
    """The columns of a delivery that say how it went."""
    if isinstance(result, DeliveryError):
        return {"error": result.message}
    return {"status": result.status, "answer": result.body, "seconds": result.seconds}
