"""A parser for multipart forms (RFC 7578) that takes linear time.

Werkzeug's parser uses, for the headers of each part, the code that hangs on some short headers (see
``guard``), and silently replaces invalid UTF-8. Python's standard library has no parser since 3.13.
"""

import io
import re
from typing import Any, Dict, List, Tuple

from werkzeug.datastructures import FileStorage

from ...exceptions import BadRequest, UnsupportedMediaType

MAX_PARTS = 1000
MAX_PART_HEADERS = 8 * 1024  # bytes
MAX_BOUNDARY = 70  # characters (RFC 2046 §5.1.1)
_BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]+", re.ASCII)
_AFTER_DELIMITER = re.compile(rb"--|[ \t]*\r?\n")
# Each character matches in one way only, so the expression never backtracks.
_PARAMETER = re.compile(
    r""";[ \t]*(?:([!#$%&'*+.^_`|~\w-]+)=(?:"((?:[^"\\]|\\.)*)"|([^";\s]*)))?[ \t]*""", re.ASCII
)
_ENCODINGS = ("utf-8", "utf8", "us-ascii", "ascii", "")

Pairs = List[Tuple[str, Any]]


def parse_form(data: bytes, content_type: str) -> Pairs:
    """The parts of a form with their names: text, or werkzeug's ``FileStorage``.

    :param content_type: the request's header
    :raises BadRequest: the form is malformed, or not UTF-8
    :raises UnsupportedMediaType: a part declares another encoding
    """
    boundary = parse_parameters(content_type).get("boundary", "")
    if len(boundary) > MAX_BOUNDARY or not _BOUNDARY.fullmatch(boundary):
        raise BadRequest("The header Content-Type of a multipart body must name its boundary.")
    return [_part(data[start:end]) for start, end in _spans(data, b"--" + boundary.encode())]


def parse_parameters(header: str) -> Dict[str, str]:
    """The parameters of a header such as ``form-data; name="a"``, with their names in lower case.

    :raises BadRequest: it is malformed
    """
    position = (header + ";").index(";")
    parameters: Dict[str, str] = {}
    while position < len(header):
        match = _PARAMETER.match(header, position)
        if match is None:
            raise BadRequest("A header is malformed at character %d." % (position + 1))
        name, quoted, token = match.groups()
        if name:
            value = token if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
            parameters.setdefault(name.lower(), value)
        position = match.end()
    return parameters


def check_encoding(content_type: str) -> None:
    """
    :raises UnsupportedMediaType: the ``Content-Type`` declares an encoding other than UTF-8
    :raises BadRequest: it is malformed
    """
    encoding = parse_parameters(content_type).get("charset", "")
    if encoding.lower() not in _ENCODINGS:
        raise UnsupportedMediaType("Send text in UTF-8, not in '%s'." % encoding[:40])


def _spans(data: bytes, delimiter: bytes) -> List[Tuple[int, int]]:
    """Start and end of each part between the delimiters; preamble and epilogue are ignored."""
    found: List[int] = []
    at = 0 if data.startswith(delimiter) else data.find(b"\n" + delimiter) + 1
    while data.startswith(delimiter, at):
        after = _AFTER_DELIMITER.match(data, at + len(delimiter))
        if after:
            found.append(at)
        if len(found) > MAX_PARTS + 1:
            raise BadRequest("There are more than %d parameters." % MAX_PARTS)
        if after and after.group() == b"--":
            return [(start + len(delimiter), end - 1) for start, end in zip(found, found[1:])]
        at = data.find(b"\n" + delimiter, at) + 1 or len(data)
    raise BadRequest("The multipart body is malformed: its last boundary is missing.")


def _part(part: bytes) -> Tuple[str, Any]:
    head, content = _split(part)
    headers = _headers(head)
    disposition = headers.get("content-disposition", "")
    parameters = parse_parameters(disposition)
    if disposition.partition(";")[0].strip().lower() != "form-data" or "name" not in parameters:
        raise BadRequest("A part of the multipart body has no Content-Disposition with a name.")
    name = parameters["name"]
    if "filename" in parameters or "filename*" in parameters:
        file_name = parameters.get("filename")
        return name, FileStorage(io.BytesIO(content), filename=file_name, name=name)
    check_encoding(headers.get("content-type", ""))
    try:
        return name, content.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("Part '%s' of the form is not UTF-8." % name[:80]) from None


def _split(part: bytes) -> Tuple[bytes, bytes]:
    """The headers and the content of a part; some clients send bare line feeds."""
    newline = b"\r\n" if part[:80].lstrip(b" \t").startswith(b"\r\n") else b"\n"
    end = part.find(newline * 2, 0, MAX_PART_HEADERS)
    if end < 0:
        raise BadRequest(
            "The multipart body is malformed: the headers of a part don't end within %d bytes."
            % MAX_PART_HEADERS
        )
    # the line end before the next boundary belongs to the boundary; its line feed is cut off already
    content = part[end + 2 * len(newline) :]
    return part[:end], content[:-1] if newline == b"\r\n" and content.endswith(b"\r") else content


def _headers(head: bytes) -> Dict[str, str]:
    try:
        text = head.decode("utf-8")
    except UnicodeDecodeError:
        raise BadRequest("The headers of a part of the form are not UTF-8.") from None
    # unfold lines (RFC 5322 §2.2.3)
    lines = re.sub(r"\r?\n[ \t]+", " ", text).split("\n")
    pairs = (line.partition(":") for line in lines)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}
