"""Pages of the feed: which records have changed since a client last asked (docs/reference/changes.rst).

A token holds a snapshot: the list of transactions whose changes the client has. A page has the notes of all
others that have ended since, whenever they began. So nothing is missed, whatever clocks say and however
long a transaction takes. Some changes can come twice.
"""

from typing import Any, List, NamedTuple, Optional

from ...odoo_types import Cursor, Model
from ..errors import odoo_errors
from .state import State
from .tokens import Position

# The notes that are not in the client's snapshot. Its oldest running transaction bounds the search in the index.
UNSEEN = """
    followed_id = %(followed_id)s
    AND txid >= txid_snapshot_xmin(%(since)s::txid_snapshot)
    AND NOT txid_visible_in_snapshot(txid, %(since)s::txid_snapshot)
"""
# As many notes as can be needed, the first of which may be read in part; then their records.
_CHANGED = f"""
    WITH notes AS (
        SELECT txid, res_id, ids, sum(cardinality(ids)) OVER (ORDER BY txid, res_id) AS total
          FROM (SELECT txid, res_id, coalesce(res_ids, ARRAY[res_id]) AS ids FROM restapi_change
                 WHERE {UNSEEN} AND (txid, res_id) >= (%(txid)s, %(res_id)s)
                 ORDER BY txid, res_id
                 LIMIT %(limit)s + 1) AS first_notes)
    SELECT txid, res_id, place, id
      FROM notes CROSS JOIN LATERAL unnest(ids) WITH ORDINALITY AS one (id, place)
     WHERE total - cardinality(ids) < %(limit)s + %(place)s
       AND (txid, res_id, place) > (%(txid)s, %(res_id)s, %(place)s)
     ORDER BY txid, res_id, place
     LIMIT %(limit)s
"""  # noqa: S608 - our own text


class Changed(NamedTuple):
    """A changed record, and where it is noted: the transaction, the key of the note, and the place in it."""

    txid: int
    res_id: int
    place: int
    id: int


class Page(NamedTuple):
    """A page of changes.

    :param ids: changed records that match
    :param gone: changed records that don't match, or don't exist
    :param next: where the next page begins
    :param more: whether it has anything now
    """

    ids: List[int]
    gone: List[int]
    next: Position
    more: bool


def first_pass(records: Model, domain: List[Any], state: State, at: Position, limit: int) -> Page:
    """All records, in the order of their ids; what changes meanwhile follows after the last page."""
    until = at.until or state.snapshot
    ids = _matching(records, [("id", ">", at.res_id), *domain], limit + 1)
    if len(ids) <= limit:
        return Page(ids, [], Position(since=until), False)
    ids = ids[:limit]
    return Page(ids, [], Position(until=until, res_id=ids[-1]), True)


def changes(
    records: Model, domain: List[Any], state: State, at: Position, limit: int, followed_id: int
) -> Page:
    """The records that have changed since the position."""
    until = at.until or state.snapshot
    rows = _changed(records.env.cr, followed_id, at, limit + 1)
    more = len(rows) > limit
    rows = rows[:limit]
    changed = list(dict.fromkeys(row.id for row in rows))
    ids = _matching(records, [("id", "in", changed), *domain], None) if changed else []
    matching = set(ids)
    gone = [res_id for res_id in changed if res_id not in matching]
    following = Position(at.since, until, *rows[-1][:3]) if more else Position(since=until)
    return Page(ids, gone, following, more)


def _changed(cr: Cursor, followed_id: int, at: Position, limit: int) -> List[Changed]:
    values = {**at._asdict(), "followed_id": followed_id, "limit": limit}
    cr.execute(_CHANGED, values)
    return [Changed(*row) for row in cr.fetchall()]


def _matching(records: Model, domain: List[Any], limit: Optional[int]) -> List[int]:
    with odoo_errors():
        return list(records.search(domain, order="id", limit=limit).ids)
