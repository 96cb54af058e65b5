"""Queries for lists of records: filter, order and page."""

from typing import Any, List, NamedTuple, Optional, Sequence

from ...compat import access, searching
from ...odoo_types import Records
from .. import fields, orm, raw_fields
from ..domains.validation import validated_domain
from ..errors import odoo_errors
from . import continued, nested, related_names


class Query(NamedTuple):
    """A checked query.

    :param records: the model
    :param domain: a validated domain
    :param ids: only these records, in this order unless ``order`` is set
    :param limit: the greatest number of records; None for all
    :param place: where the page begins, if there is a cursor
    """

    records: Records
    domain: List[Any]
    ids: Optional[List[int]] = None
    offset: int = 0
    limit: Optional[int] = None
    order: Optional[str] = None
    place: Optional[continued.Place] = None


def checked_query(
    records: Records,
    domain: Sequence[Any] = (),
    ids: Optional[List[int]] = None,
    offset: Optional[int] = 0,
    limit: Optional[int] = None,
    order: Optional[str] = None,
    cursor: Optional[str] = None,
    count: bool = False,
) -> Query:
    """A query of these parameters, checked against the model.

    :param limit: the greatest number of records; None for all, 0 for none
    :param cursor: where the page begins, empty for the first page; None without pages of this kind
    :param count: whether the records are only counted
    :raises UnknownRecord: an id has no record
    :raises InvalidDomain: the domain is invalid
    :raises InvalidParameter: the order or the cursor is invalid
    :raises UnknownField: the model lacks a field in the domain or the order
    :raises odoo.exceptions.AccessError: the caller may not read one of the records or fields
    """
    valid_domain = validated_domain(records, domain)
    if order:
        order = fields.checked_order(records, order)
    if ids is not None:
        existing = orm.existing(records, ids)
        if not valid_domain:  # with a domain, the search leaves out the forbidden records
            with odoo_errors():
                access.check_access(existing, "read")
    found = Query(records, valid_domain, ids, offset or 0, limit, order)
    if cursor is None:
        return found
    others = {"offset": offset, "ids": ids is not None, "count": count}
    sent = [name for name, is_sent in others.items() if is_sent]
    place = continued.place(records, domain, order, cursor, sent)
    return found._replace(place=place, limit=continued.DEFAULT_LIMIT if limit is None else limit)


def count(query: Query) -> int:
    """The number of all matching records, on all pages."""
    with odoo_errors():
        if query.ids is None:
            return int(query.records.search_count(query.domain))
        return len(_matching(query))


def search(query: Query, limit: Optional[int]) -> List[int]:
    """The ids of a page.

    :param limit: replaces the limit of the query
    """
    if limit == 0:  # which Odoo takes as no limit
        return []
    with odoo_errors():
        if query.ids is not None:
            matching = _matching(query)
            end = None if limit is None else query.offset + limit
            return matching[query.offset : end]
        if query.place is not None:
            return continued.search(query.place, query.domain, limit or continued.DEFAULT_LIMIT)
        found = query.records.search(
            query.domain, offset=query.offset, limit=limit, order=query.order
        )
        return list(found.ids)


def _matching(query: Query) -> List[int]:
    """The requested ids that match; an archived record matches too if it is requested by id."""
    if not query.domain and not query.order:
        return list(query.ids or ())
    active_test = query.records.env.context.get("active_test", False)
    found = query.records.with_context(active_test=active_test).search(
        [("id", "in", query.ids), *query.domain], order=query.order
    )
    if query.order:
        return list(found.ids)
    matching = set(found.ids)
    return [record_id for record_id in query.ids or () if record_id in matching]


class Page(NamedTuple):
    """A page of a list.

    :param ids: the ids of its records
    :param rows: their values, if the search has read them
    :param more: whether another page follows
    """

    ids: List[int]
    rows: Optional[List[nested.Row]]
    more: bool


def page(query: Query, selection: nested.Selection, at_once: int) -> Page:
    """The records of a page.

    It searches for one record more, to find out whether there is a next page.

    :param at_once: the greatest limit up to which records are searched and read together
    """
    if not query.limit:
        return Page(search(query, query.limit), None, False)
    wanted = query.limit + 1
    simple = not (selection.nested or selection.by_default or selection.has_external_id)
    simple = simple and query.ids is None
    if query.place is not None and searching.may_find_fewer(query.records):
        simple = False
    if query.limit > at_once or not simple:
        ids = search(query, wanted)
        return Page(ids[: query.limit], None, len(ids) == wanted)
    rows = _rows(query, selection.names, wanted)
    rows, more = rows[: query.limit], len(rows) == wanted
    return Page([row["id"] for row in rows], rows, more)


def _rows(query: Query, names: List[str], limit: int) -> List[nested.Row]:
    if query.place is None:
        return _search_read(query, names, limit, query.order)

    def find(order: str, number: int) -> List[nested.Row]:
        return _search_read(query, names, number, order)

    return [row for part in continued.in_parts(query.place, limit, find) for row in part]


def _search_read(
    query: Query, names: List[str], limit: int, order: Optional[str]
) -> List[nested.Row]:
    page = {"offset": query.offset, "limit": limit, "order": order}
    with odoo_errors():
        if searching.HAS_SEARCH_FETCH and not related_names.has_properties(query.records, names):
            # the same as search_read, which some models override with a shorter signature
            found = query.records.search_fetch(query.domain, names, **page)
            rows = related_names.fill(found, found._read_format(names, load=""))
        else:
            rows = related_names.read(query.records.search(query.domain, **page), names)
    return raw_fields.in_base64(query.records, rows)
