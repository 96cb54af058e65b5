"""Streaming of lists: any length is possible, since only one chunk is in memory.

Odoo closes a request's cursor before the answer is sent. So the search and the first chunk run within
the request, where errors still become problem documents. The remaining chunks are read with a cursor of
their own, which sees the same snapshot of the database.
"""

import logging
import secrets
from typing import Any, Callable, ContextManager, Generator, Iterator, List, Optional, Tuple

from odoo.http import Response

from ...compat import cursors
from ...exceptions import Headers
from ...odoo_types import Records
from .. import logs
from ..read import nested
from . import rendering
from .formats import Format

_logger = logging.getLogger(__name__)
_logger.addFilter(logs.Printable())

ReadContext = Callable[[], ContextManager[None]]

CHUNK = 500  # records; for more, PostgreSQL would scan a medium-sized table for each chunk
CHUNK_OF_FILES = 50  # records with images or other files
CELLS_AT_ONCE = 20_000
_LONG = ("binary", "image", "html", "json", "properties", "serialized", "text")


class BrokenStream(Exception):
    """Reading failed after the first byte was sent; it makes the server close the connection."""


def chunk_size(records: Records, selection: nested.Selection) -> int:
    """The number of records in a chunk, all of which are in memory at once."""
    if any(records._fields[name].type in ("binary", "image") for name in selection.plain):
        return CHUNK_OF_FILES
    return CHUNK


def at_once(records: Records, selection: nested.Selection) -> int:
    """The number of records up to which one query searches and reads, which costs the database less."""
    if any(records._fields[name].type in _LONG for name in selection.plain):
        return chunk_size(records, selection)
    return max(CHUNK, CELLS_AT_ONCE // (len(selection.plain) + 1))


def answer(
    list_format: Format, ids: List[int], headers: Headers, read_context: ReadContext
) -> Response:
    """The records with these ids, in this order.

    :param read_context: a context manager to enter for each read after the request has ended
    """
    records, selection = list_format.records, list_format.selection
    first = nested.read_fitting(records, ids, chunk_size(records, selection), selection)
    if len(first) == len(ids):
        return whole(list_format, first, headers)
    stream = Stream(list_format, first, ids[len(first) :], len(first), read_context)
    response = Response(stream, headers=_headers(list_format, headers))
    cursors.on_rollback(records.env.cr, stream.close)  # the response is discarded then
    return response


def head(list_format: Format, ids: List[int], headers: Headers) -> Response:
    """The answer to HEAD: never a stream, which nobody would close and whose length is unknown."""
    records, selection = list_format.records, list_format.selection
    first = nested.read_fitting(records, ids, chunk_size(records, selection), selection)
    if len(first) < len(ids):
        return Response(iter(()), headers=_headers(list_format, headers))
    return whole(list_format, first, headers)


def whole(list_format: Format, rows: List[nested.Row], headers: Headers) -> Response:
    """A short list, not streamed."""
    body = list_format.head() + list_format.rows(rows) + list_format.tail()
    return Response(body, headers=_headers(list_format, headers))


def _headers(list_format: Format, headers: Headers) -> Headers:
    return [("Content-Type", list_format.content_type), *rendering.HEADERS, *headers]


class Stream:
    """The body of an answer that is read after the request has ended.

    It closes its cursor when it ends, breaks off or is abandoned.

    :param first: the rows of the first chunk
    :param ids: the ids of the records in all other chunks
    :param size: the number of records in a chunk; it shrinks once a chunk exceeds the limit on values
    :param read_context: a context manager to enter for each read
    """

    def __init__(
        self,
        list_format: Format,
        first: List[nested.Row],
        ids: List[int],
        size: int,
        read_context: ReadContext,
    ) -> None:
        env = list_format.records.env
        self.name = list_format.records._name
        self.caller = (env.uid, dict(env.context))
        self.list_format = list_format
        self.ids = ids
        self.size = size
        self.read_context = read_context
        self.begin: Optional[bytes] = list_format.head() + list_format.rows(first)
        self.cursor: Any = cursors.snapshot_cursor(env)
        self.parts = self._parts()

    def __iter__(self) -> Iterator[bytes]:
        return self.parts

    def close(self) -> None:
        self.parts.close()
        if self.cursor is not None:
            self.cursor.close()
            self.cursor = None

    def _parts(self) -> Generator[bytes, None, None]:
        try:
            begin, self.begin = self.begin or b"", None
            yield begin
            start = 0
            while start < len(self.ids):
                number, chunk = self._chunk(self.ids[start : start + self.size])
                yield chunk
                start += number
                self.size = min(self.size, number)
            yield self.list_format.tail()
        except GeneratorExit:  # the client has closed the connection
            raise
        except Exception as error:
            request_id = secrets.token_hex(8)
            _logger.exception("Request %s broke off while its list was sent", request_id)
            yield self.list_format.broken
            raise BrokenStream(request_id) from error
        finally:
            if self.cursor is not None:
                self.cursor.close()
                self.cursor = None

    def _chunk(self, ids: List[int]) -> Tuple[int, bytes]:
        """The number of records read, and their rows; each chunk has an environment of its own, so that
        its cache is freed."""
        with self.read_context(), cursors.environment(self.cursor, *self.caller) as env:
            records = env[self.name]
            self.list_format.records = records
            rows = nested.read_fitting(records, ids, self.size, self.list_format.selection)
            return len(rows), self.list_format.rows(rows)
