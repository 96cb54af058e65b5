"""Lists that are read page by page with a cursor."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.harness.objects import Objects, ok

CURSOR = "X-Next-Cursor"


def rows_of(answer: Any) -> list[Any]:
    [rows] = ok(answer).values()
    return list(rows)


def ids_of(answer: Any) -> list[int]:
    return [row["id"] if isinstance(row, dict) else row for row in rows_of(answer)]


def pages(
    api: Objects, path: str, between: Callable[[], object] = lambda: None, **params: Any
) -> Iterator[list[int]]:
    """The ids on each page.

    :param between: called between two pages
    """
    cursor: str | None = ""
    while cursor is not None:
        answer = api.get(path, cursor=cursor, **params)
        yield ids_of(answer)
        cursor = answer.headers.get(CURSOR)
        between()


def all_ids(*arguments: Any, **params: Any) -> list[int]:
    return [record for page in pages(*arguments, **params) for record in page]


def next_cursor(api: Objects, path: str, **params: Any) -> str:
    """The cursor of the second page."""
    answer = api.get(path, cursor="", **params)
    ok(answer)
    return str(answer.headers[CURSOR])
