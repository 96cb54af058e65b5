"""Lists that are read page by page with a cursor."""

from typing import Any, Callable, Iterator, List, NamedTuple, Optional, Sequence, Sized, TypeVar

from ...compat import searching
from ...exceptions import InvalidParameter
from ...odoo_types import Domain, Records
from . import keyset, page_cursors

DEFAULT_LIMIT = 1000  # records

Found = TypeVar("Found", bound=Sized)


class Place(NamedTuple):
    """Where a page begins.

    :param records: the model
    :param terms: what the list is sorted by
    :param orders: the parts of what follows, as orders for searches
    :param binding: what cursors of this list are valid for
    """

    records: Records
    terms: keyset.Terms
    orders: List[keyset.Order]
    binding: page_cursors.Binding


def place(
    records: Records,
    domain: Sequence[Any],
    order: Optional[str],
    cursor: str,
    others: Sequence[str],
) -> Place:
    """Where the page of a cursor begins.

    :param domain: the domain as the client sent it
    :param order: a checked order
    :param cursor: empty for the first page
    :param others: the names of parameters that were sent too, and that no cursor goes with
    :raises InvalidParameter: the cursor is invalid or belongs to another list, or can't be used
    """
    if others:
        raise InvalidParameter(
            "cursor", "it can't be combined with %s; leave one of them out." % " and ".join(others)
        )
    terms = keyset.terms(records, order)
    binding = page_cursors.binding(records, domain, ", ".join(term.sql for term in terms))
    values = page_cursors.opened(records.env, cursor, binding) if cursor else None
    return Place(records, terms, keyset.orders(terms, values), binding)


def cursor_after(begin: Place, record_id: int) -> str:
    """The cursor of the page after a record.

    :raises InvalidParameter: the values of the record are too long for a cursor
    """
    values = keyset.values_of(begin.records, begin.terms, record_id)
    return page_cursors.make(begin.records.env, begin.binding, values)


def search(begin: Place, domain: Domain, limit: int) -> List[int]:
    """The ids of the first records of a page."""
    records = begin.records

    def find(order: keyset.Order, number: int) -> List[int]:
        ids = list(records.search(domain, limit=number, order=order).ids)
        if len(ids) < number and searching.may_find_fewer(records):
            ids = list(records.search(domain, order=order).ids)
        return ids[:number]

    return [record_id for part in in_parts(begin, limit, find) for record_id in part]


def in_parts(
    begin: Place, limit: int, find: Callable[[keyset.Order, int], Found]
) -> Iterator[Found]:
    """What is found in each part of the list, until there are as many records as the limit.

    :param find: searches a part, for as many records as it is told
    """
    for order in begin.orders:
        found = find(order, limit)
        if len(found) and not order.is_used:
            raise InvalidParameter(
                "cursor",
                "the search of model '%s' sorts in its own way, so no cursor can continue it; use offset."
                % begin.records._name,
            )
        yield found
        limit -= len(found)
        if limit <= 0:
            return
