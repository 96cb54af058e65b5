"""Lists of records: which ones, in which order, which page of them."""

from typing import Any, List, NamedTuple, Optional, Sequence

from ...compat import access, searching
from ...odoo_types import Records
from .. import fields, orm, raw_fields
from ..domains.validation import validated_domain
from ..errors import odoo_errors
from . import nested, related_names


class Query(NamedTuple):
    """What a list holds.

    :param records: the model
    :param domain: a checked domain
    :param ids: take only these, and in this order unless there is another
    """

    records: Records
    domain: List[Any]
    ids: Optional[List[int]] = None
    offset: int = 0
    limit: Optional[int] = None
    order: Optional[str] = None


def query(
    records: Records,
    domain: Sequence[Any] = (),
    ids: Optional[List[int]] = None,
    offset: Optional[int] = 0,
    limit: Optional[int] = None,
    order: Optional[str] = None,
) -> Query:
    """Check all that was asked against the model.

    :param limit: number of records at most; None for all, 0 for none
    :raises UnknownRecord: an id has no record
    :raises InvalidDomain: the domain is not right
    :raises InvalidParameter: the order is not right
    :raises UnknownField: a field in the domain or order is not there
    :raises odoo.exceptions.AccessError: the caller may not read one of them
    """
    checked = validated_domain(records, domain)
    if order:
        order = fields.check_order(records, order)
    if ids is not None:
        found = orm.existing(records, ids)
        if not checked:  # a search would leave out those that are forbidden
            with odoo_errors():
                access.check_access(found, "read")
    return Query(records, checked, ids, offset or 0, limit, order)


def count(asked: Query) -> int:
    """How many records match, whatever the page."""
    with odoo_errors():
        if asked.ids is None:
            return int(asked.records.search_count(asked.domain))
        return len(_matching(asked))


def search(asked: Query, limit: Optional[int]) -> List[int]:
    """The ids of a page.

    :param limit: used in place of the query's own
    """
    if limit == 0:  # Odoo takes 0 for "all"
        return []
    with odoo_errors():
        if asked.ids is not None:
            matching = _matching(asked)
            end = None if limit is None else asked.offset + limit
            return matching[asked.offset : end]
        found = asked.records.search(
            asked.domain, offset=asked.offset, limit=limit, order=asked.order
        )
        return list(found.ids)


def _matching(asked: Query) -> List[int]:
    """Those of the ids asked for that match; naming a record finds it even if it is archived."""
    if not asked.domain and not asked.order:
        return list(asked.ids or ())
    active_test = asked.records.env.context.get("active_test", False)
    found = asked.records.with_context(active_test=active_test).search(
        [("id", "in", asked.ids), *asked.domain], order=asked.order
    )
    if asked.order:
        return list(found.ids)
    matching = set(found.ids)
    return [record_id for record_id in asked.ids or () if record_id in matching]


class Page(NamedTuple):
    """A page of a list.

    :param ids: its records
    :param rows: their values, if they were read along with the search
    :param more: whether records follow it
    """

    ids: List[int]
    rows: Optional[List[nested.Row]]
    more: bool


def page(asked: Query, selection: nested.Selection, at_once: int) -> Page:
    """The records of a page; asks for one more, to know whether there is a next page.

    :param at_once: up to this limit they are searched and read in one go
    """
    if not asked.limit:
        return Page(search(asked, asked.limit), None, False)
    wanted = asked.limit + 1
    simple = not selection.nested and not selection.by_default and asked.ids is None
    if asked.limit > at_once or not simple:
        ids = search(asked, wanted)
        return Page(ids[: asked.limit], None, len(ids) == wanted)
    rows = _search_read(asked, selection.names, wanted)
    rows, more = rows[: asked.limit], len(rows) == wanted
    return Page([row["id"] for row in rows], rows, more)


def _search_read(asked: Query, names: List[str], limit: int) -> List[nested.Row]:
    page = {"offset": asked.offset, "limit": limit, "order": asked.order}
    with odoo_errors():
        if searching.HAS_SEARCH_FETCH and not related_names.has_properties(asked.records, names):
            # as search_read does, which some models extend without its further arguments
            found = asked.records.search_fetch(asked.domain, names, **page)
            rows = related_names.fill(found, found._read_format(names, load=""))
        else:
            rows = related_names.read(asked.records.search(asked.domain, **page), names)
    return raw_fields.in_base64(asked.records, rows)
