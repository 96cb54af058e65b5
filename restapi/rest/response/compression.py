"""Compression of answers (RFC 9110 §8.4.1), for servers without a proxy that compresses."""

import gzip
import re
import zlib
from typing import Iterable, Iterator

from odoo.http import Response

from ...odoo_types import HTTPRequest
from .rendering import vary_by

MIN_LENGTH = 1024  # bytes; a shorter answer fits into one packet anyway
LEVEL = 5
_GZIP_FORMAT = 16 + zlib.MAX_WBITS  # makes zlib write gzip's header and trailer
_TYPES = ("text/", "application/json", "application/x-ndjson", "application/xml")
_ZERO = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def compress(
    httprequest: HTTPRequest, response: Response, min_length: int = MIN_LENGTH
) -> Response:
    """Compress an answer for a client that accepts gzip.

    Answers with an ``ETag`` are left as they are: the tag and the ranges are those of their bytes.

    :param min_length: bytes; shorter answers are left as they are
    """
    if not may_compress(response):
        return response
    vary_by(response, "Accept-Encoding")
    if not takes_gzip(httprequest.headers.get("Accept-Encoding", "")):
        return response
    if response.is_sequence:
        data = response.get_data()
        if len(data) < min_length:
            return response
        response.set_data(gzip.compress(data, LEVEL))
    else:
        response.response = Compressed(response.response)
    response.headers["Content-Encoding"] = "gzip"
    return response


def may_compress(response: Response) -> bool:
    """Whether an answer is of a type that gets shorter, and has no entity tag yet."""
    is_text = response.headers.get("Content-Type", "").startswith(_TYPES)
    return is_text and "ETag" not in response.headers


def takes_gzip(text: str) -> bool:
    """Whether ``Accept-Encoding`` allows gzip, by name or by ``*`` (RFC 9110 §12.5.3)."""
    accepted = {}
    for part in text.lower().split(","):
        name, _, quality = part.partition(";")
        accepted[name.strip()] = not _ZERO.fullmatch(quality)
    return accepted.get("gzip", accepted.get("*", False))


class Compressed:
    """A streamed answer, each part of which is compressed and sent at once."""

    def __init__(self, parts: Iterable[bytes]) -> None:
        self.parts = parts
        self.compressed = self._compress()

    def __iter__(self) -> Iterator[bytes]:
        return self.compressed

    def _compress(self) -> Iterator[bytes]:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, _GZIP_FORMAT)
        for part in self.parts:
            yield packer.compress(part) + packer.flush(zlib.Z_SYNC_FLUSH)
        yield packer.flush()

    def close(self) -> None:
        """Called by the server when the answer has ended or broken off."""
        close = getattr(self.parts, "close", None)
        if close:
            close()
