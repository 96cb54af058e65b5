"""The tokens of ``since``: sealed, and only for the query that they were made for."""

import json
from typing import Any, List, NamedTuple, Optional, Tuple

from ...exceptions import InvalidParameter, ResyncRequired, ServiceUnavailable
from ...oauth import sealing
from ...odoo_types import Model, Value
from ..read.page_cursors import binding
from .state import State

MAX_LENGTH = 16_000  # characters
_KIND = "changes 2"  # other things are sealed with the same key
_ORDER = "id"
_AGAIN = "Read everything again, without 'since'."


class Position(NamedTuple):
    """How far a client has read.

    :param since: the snapshot whose changes the client has; None if it reads everything for the first time
    :param until: the snapshot in which this pass began; None between two passes
    :param txid: the last change that it has: its transaction
    :param res_id: the key of its note; in the first pass, the last record
    :param place: and its place in the note, from 1
    """

    since: Optional[str] = None
    until: Optional[str] = None
    txid: int = 0
    res_id: int = 0
    place: int = 0


def make(records: Model, domain: List[Any], state: State, position: Position) -> str:
    """The token for the next request."""
    bound = list(binding(records, domain, _ORDER).values())
    facts = [_KIND, state.epoch, bound, *position]
    return sealing.seal(records.env, json.dumps(facts, separators=(",", ":")))


def read(records: Model, domain: List[Any], state: State, token: str) -> Position:
    """The position in a token.

    :raises InvalidParameter: it is none of ours, or was made for another query
    :raises ResyncRequired: it has expired, or the database was restored from a backup
    """
    epoch, given, position = _content(records, token)
    bound = binding(records, domain, _ORDER)
    others = [name for (name, own), other in zip(bound.items(), given) if own != other]
    if others:
        raise InvalidParameter("since", "it is for another %s. %s" % (" and ".join(others), _AGAIN))
    if epoch != state.epoch or is_expired(state, position):
        raise ResyncRequired("The token has expired, or the database was restored. " + _AGAIN)
    return position


def _content(records: Model, token: str) -> Tuple[str, List[str], Position]:
    problem = "it is no token of this server: send 'next' of the last answer unchanged."
    try:
        kind, epoch, bound, *position = json.loads(sealing.unseal(records.env, token))
    except (ServiceUnavailable, ValueError, TypeError):
        raise InvalidParameter("since", problem) from None
    if kind != _KIND:
        raise InvalidParameter("since", problem)
    return epoch, bound, Position(*position)


def is_expired(state: State, position: Position) -> bool:
    """Whether notes that it would need may be deleted, or it comes from a future that was undone."""
    known = position.since or position.until
    if known is None:
        return False
    oldest, newest = _bounds(known)[0], _bounds(state.snapshot)[1]
    return oldest < state.floor or oldest > newest


def _bounds(snapshot: str) -> List[int]:
    """The oldest transaction that was running in a snapshot, and the first that had not begun."""
    return [int(number) for number in snapshot.split(":")[:2]]


def parse(value: Value, name: str) -> str:
    """
    :raises InvalidParameter: it is not text, or too long
    """
    if not isinstance(value, str) or len(value) > MAX_LENGTH:
        raise InvalidParameter(name, "it must be the text of 'next' in the last answer.")
    return value
