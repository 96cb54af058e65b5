"""Lists of any length, sent while they are read: memory holds one chunk of them.

Odoo closes a request's cursor before the answer is sent. So the search and the first chunk are read
inside of the request, where errors still become problem documents, and the rest with a cursor of
its own, which sees the same snapshot of the database.
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

Within = Callable[[], ContextManager[None]]

CHUNK = 500  # records; with more PostgreSQL reads a middling table as a whole for each
CHUNK_OF_FILES = 50  # records that have images or other files among their values
CELLS_AT_ONCE = 20_000
_LONG = ("binary", "image", "html", "json", "properties", "serialized", "text")


class BrokenStream(Exception):
    """Reading went wrong after the first byte was sent: the connection is broken off."""


def chunk_size(records: Records, selection: nested.Selection) -> int:
    """How many records are held in memory at once."""
    if any(records._fields[name].type in ("binary", "image") for name in selection.plain):
        return CHUNK_OF_FILES
    return CHUNK


def at_once(records: Records, selection: nested.Selection) -> int:
    """How many records may be searched and read in one go, which costs the database less."""
    if any(records._fields[name].type in _LONG for name in selection.plain):
        return chunk_size(records, selection)
    return max(CHUNK, CELLS_AT_ONCE // (len(selection.plain) + 1))


def answer(written: Format, ids: List[int], headers: Headers, within: Within) -> Response:
    """These records, in this order.

    :param written: the format
    :param within: what reading has to happen in after the request has ended
    """
    records, selection = written.records, written.selection
    first = nested.read_fitting(records, ids, chunk_size(records, selection), selection)
    if len(first) == len(ids):
        return whole(written, first, headers)
    stream = Stream(written, first, ids[len(first) :], len(first), within)
    response = Response(stream, headers=_headers(written, headers))
    cursors.on_rollback(records.env.cr, stream.close)  # then nobody will read it
    return response


def head(written: Format, ids: List[int], headers: Headers) -> Response:
    """What is answered to HEAD: nobody would close a stream, and its length is not known."""
    records, selection = written.records, written.selection
    first = nested.read_fitting(records, ids, chunk_size(records, selection), selection)
    if len(first) < len(ids):
        return Response(iter(()), headers=_headers(written, headers))
    return whole(written, first, headers)


def whole(written: Format, rows: List[nested.Row], headers: Headers) -> Response:
    """A short list in one piece."""
    body = written.head() + written.rows(rows) + written.tail()
    return Response(body, headers=_headers(written, headers))


def _headers(written: Format, headers: Headers) -> Headers:
    return [("Content-Type", written.content_type), *rendering.HEADERS, *headers]


class Stream:
    """What is sent after the request has ended; closes its cursor at the end, whatever the end is.

    :param written: the format
    :param first: the rows of the first chunk
    :param ids: the records of all other chunks
    :param size: how many records make a chunk; fewer do from where these would not fit into memory
    :param within: what they have to be read in
    """

    def __init__(
        self,
        written: Format,
        first: List[nested.Row],
        ids: List[int],
        size: int,
        within: Within,
    ) -> None:
        env = written.records.env
        self.name = written.records._name
        self.caller = (env.uid, dict(env.context))
        self.written = written
        self.ids = ids
        self.size = size
        self.within = within
        self.begin: Optional[bytes] = written.head() + written.rows(first)
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
            yield self.written.tail()
        except GeneratorExit:  # the client has gone
            raise
        except Exception as error:
            request_id = secrets.token_hex(8)
            _logger.exception("Request %s broke off while its list was sent", request_id)
            yield self.written.broken
            raise BrokenStream(request_id) from error
        finally:
            if self.cursor is not None:
                self.cursor.close()
                self.cursor = None

    def _chunk(self, ids: List[int]) -> Tuple[int, bytes]:
        """How many records were read, and their rows; in an environment of their own, so that nothing of
        them stays in memory."""
        with self.within(), cursors.environment(self.cursor, *self.caller) as env:
            records = env[self.name]
            self.written.records = records
            rows = nested.read_fitting(records, ids, self.size, self.written.selection)
            return len(rows), self.written.rows(rows)
