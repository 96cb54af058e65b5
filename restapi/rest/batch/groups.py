"""Neighbouring requests of a batch that Odoo can do at once (docs/reference/batch.rst)."""

import json
from typing import Iterator, List, Optional, Set, Tuple

from .items import Item


def groups(requests: List[Item]) -> Iterator[List[Item]]:
    """The requests in their order; neighbours that differ only in ``vals`` are together.

    None refers to another of its group.
    """
    group: List[Item] = []
    ids: Set[Optional[str]] = set()
    last = None
    for item in requests:
        alike = _all_but_values(item)
        if group and (alike is None or alike != last or not ids.isdisjoint(item.needs)):
            yield group
            group, ids = [], set()
        group.append(item)
        ids.add(item.id)
        last = alike
    if group:
        yield group


def merged(group: List[Item]) -> Item:
    """A request with the list of the values of all."""
    first = group[0]
    values = [(item.body or {})["vals"] for item in group]
    needs = first.needs.union(*(item.needs for item in group))
    return first._replace(body={**(first.body or {}), "vals": values}, needs=needs)


def _all_but_values(item: Item) -> Optional[Tuple[str, ...]]:
    """What is equal in requests of one group; None if a request is alone."""
    body = dict(item.body or {})
    if item.method != "POST" or not isinstance(body.pop("vals", None), dict):
        return None
    # as JSON, in which 1 and True differ
    rest = json.dumps([body, item.headers], sort_keys=True)
    return item.path, item.query, rest
