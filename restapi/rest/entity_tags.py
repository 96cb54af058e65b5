"""Strong entity tags of single records, and ``If-Match`` (RFC 9110 §8.8.3, §13.1.1).

A tag says what was read: the fields, the context and the form of the answer. After a dot follows an HMAC
of that, of the user and of the values, under a key of this server. So the values can be read again in the
same way and compared, and nobody can make a tag to guess a value.
"""

import base64
import functools
import hashlib
import hmac
import json
import re
import zlib
from typing import List, NamedTuple, Optional

from ..compat import access
from ..exceptions import BadRequest, InvalidParameter, PreconditionFailed, UnknownField
from ..oauth import sealing
from ..odoo_types import Context, Record, Records, Request
from . import orm
from .errors import odoo_errors
from .read import nested
from .response.rendering import dumps

MAX_LENGTH = 1500  # characters; the guard allows a header 2 KiB
MAX_TAGS = 20  # in one header
_MAX_VIEW = 16 * 1024  # bytes, decompressed
_VERSION = 1
_TAG = re.compile(r'(?:W/)?"[!#-~]*"', re.ASCII)
_LIST = re.compile(r'\s*(?:W/)?"[!#-~]*"\s*(?:,\s*(?:W/)?"[!#-~]*"\s*)*', re.ASCII)


class View(NamedTuple):
    """What a tag covers.

    :param names: the parameter ``fields`` of the request; None for all fields that the caller may read
    :param context: the context of the request
    :param form: the form of the answer: its envelope and content coding
    """

    names: Optional[List[str]]
    context: Context
    form: str


# Cached, since clients repeat the same requests.
@functools.lru_cache(maxsize=256)
def _packed(text: str) -> bytes:
    return base64.urlsafe_b64encode(zlib.compress(text.encode(), 9)).rstrip(b"=")


def make(record: Record, view: View, row: nested.Row) -> Optional[str]:
    """The entity tag of a record as it was read, without quotes.

    None if it would be too long, or the context has a value that JSON can't represent.
    """
    try:
        text = json.dumps([_VERSION, *view], separators=(",", ":"), sort_keys=True)
    except TypeError:
        return None
    head = _packed(text)
    if len(head) > MAX_LENGTH:
        return None
    return "%s.%s" % (head.decode(), _mac(record, head, row))


def _mac(record: Record, head: bytes, row: nested.Row) -> str:
    facts = [record.env.uid, record._name, record.id, row]
    message = head + b"." + dumps(facts).encode()
    digest = hmac.digest(_key(sealing.current_text(record.env)), message, "sha256")
    return base64.urlsafe_b64encode(digest[:16]).rstrip(b"=").decode()


@functools.lru_cache(maxsize=64)
def _key(text: str) -> bytes:
    return hashlib.sha256(b"restapi entity tags\0" + text.encode()).digest()


def check_match(request: Request, record: Record) -> None:
    """Lock the record, and check that it is still as one of the tags in ``If-Match`` says.

    :raises InvalidParameter: the header is not a list of entity tags
    :raises PreconditionFailed: the record has changed, or no tag is one of ours
    :raises odoo.exceptions.AccessError: the caller may not read the record, or a field of the tag
    """
    header = str(request.httprequest.headers["If-Match"])
    lock(record)
    if header.strip() == "*":
        return
    current = None
    for tag in _tags(header):
        view = _view(tag)
        if view is None:
            continue
        current = _current(request, record, view)
        if current is not None and hmac.compare_digest(current, tag):
            return
    raise _failed(current)


def lock(record: Record) -> None:
    """Lock the rows of a record, so that nobody changes it until this transaction ends.

    If somebody has changed it since this transaction began, PostgreSQL raises an error for which Odoo
    repeats the request.
    """
    orm.flush(record)
    for owner in [record, *_parents(record)]:
        query = 'SELECT id FROM "%s" WHERE id IN %%s FOR UPDATE' % owner._table  # noqa: S608
        # pylint: disable-next=sql-injection; the name of a model's table
        owner.env.cr.execute(query, [tuple(owner.ids)])
    orm.forget(record)


def _parents(record: Record) -> List[Records]:
    """The records whose columns are also the record's, by ``_inherits``."""
    # sudo: only to lock the rows; nothing of them is returned
    links = [record.sudo()[name] for name in record._inherits.values()]
    return [parent for parent in links if parent]


def _tags(header: str) -> List[str]:
    """The strong tags in a list, without quotes; weak ones never match (§13.1.1)."""
    if not _LIST.fullmatch(header):
        raise InvalidParameter("If-Match", 'it must be * or entity tags such as "x", with quotes.')
    found = _TAG.findall(header)
    if len(found) > MAX_TAGS:
        raise InvalidParameter("If-Match", "it has more than %d entity tags." % MAX_TAGS)
    return [tag[1:-1] for tag in found if not tag.startswith("W/")]


def _view(tag: str) -> Optional[View]:
    """What one of our tags covers; None for any other tag."""
    head = tag.rpartition(".")[0]
    try:
        packed = base64.b64decode(head + "=" * (-len(head) % 4), b"-_", validate=True)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, _MAX_VIEW)
        version, names, context, form = json.loads(text)
        is_ours = version == _VERSION and isinstance(context, dict) and isinstance(form, str)
    except (ValueError, TypeError, zlib.error, RecursionError):
        return None
    is_list = isinstance(names, list) and all(isinstance(name, str) for name in names)
    return View(names, context, form) if is_ours and (names is None or is_list) else None


def _current(request: Request, record: Record, view: View) -> Optional[str]:
    """The tag of the record as it is now, of the same view; None if the view is no longer possible.

    Until the tags are compared, the view is like any other input: a client may have made it up.
    """
    try:
        viewed = record.with_env(orm.environment(request, view.context))
        selection = nested.select(viewed, view.names)
        with odoo_errors():
            access.check_reading(viewed)
        row = nested.read(viewed, selection)[0]
    except (UnknownField, BadRequest):
        return None
    return make(viewed, view, row)


def _failed(current: Optional[str]) -> PreconditionFailed:
    error = PreconditionFailed(
        "The record is no longer as If-Match says. Read it again, and decide anew. Nothing was done."
    )
    if current is not None:
        error.headers.append(("ETag", '"%s"' % current))
    return error
