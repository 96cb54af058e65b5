"""Content of binary fields: downloads with ranges and validators (RFC 9110 §13, §14), and uploads."""

import base64
import hashlib
import io
import mimetypes
import os
import re
from typing import Any, Dict, Mapping, NamedTuple

from werkzeug.datastructures import FileStorage
from werkzeug.wsgi import FileWrapper

from odoo.http import Response

from ... import compat
from ...compat import access, server
from ...compat import binary as series
from ...exceptions import BadRequest, NotFound, nearest
from ...odoo_types import Field, HTTPRequest, Record, Records, Value
from .. import fields, raw_fields
from ..errors import odoo_errors
from ..request import negotiation
from . import rendering

BINARY = raw_fields.TYPES
UNKNOWN_TYPE = "application/octet-stream"
# A media type with its parameters (RFC 9110 §8.3.1), restricted to what is safe in a header.
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?: *;[ -~]*)?", re.ASCII)
# Names that addons give to the field with the file name, derived from the name of the binary field.
_NAME_FIELDS = ("%s_filename", "%s_fname", "%s_file_name", "%s_name")


class Content(NamedTuple):
    """The content of a binary field.

    :param file: a file object at its start; it is read only as far as it is sent
    :param size: the size in bytes
    :param name: the file name for the client
    :param mimetype: the media type
    :param etag: the entity tag, without quotes (RFC 9110 §8.8.3)
    """

    file: Any
    size: int
    name: str
    mimetype: str
    etag: str


def find(records: Records, name: str) -> Field:
    """The binary field of that name.

    :raises NotFound: the model has no such binary field
    :raises odoo.exceptions.AccessError: the field is restricted to other groups
    """
    name = raw_fields.current_name(records, name)
    field = records._fields.get(name)
    if field is None or field.type not in BINARY:
        names = [name for name, candidate in records._fields.items() if candidate.type in BINARY]
        hint = nearest(name, names) or "see fields_get."
        raise NotFound("Model '%s' has no binary field '%s'; %s" % (records._name, name, hint))
    fields.check_readable(records, [name])
    return field


def content(record: Record, field: Field) -> Content:
    """The content of a record's binary field.

    :raises NotFound: the field is empty
    :raises odoo.exceptions.AccessError: the caller may not read the record
    """
    with odoo_errors():
        access.check_reading(record)
        attachment = _attachment(record, field)
        path = attachment._full_path(attachment.store_fname) if attachment.store_fname else ""
        if path and os.path.isfile(path):
            return _stored(record, field, attachment, path)
        data = _data(record, field)
    if not data:
        raise NotFound("Field '%s' of this record is empty." % field.name)
    mimetype = _media_type(attachment) or compat.guess_mimetype(data)
    # only a validator, not a protection
    etag = hashlib.sha1(data).hexdigest()  # noqa: S324
    return Content(io.BytesIO(data), len(data), _file_name(record, field, mimetype), mimetype, etag)


def _attachment(record: Record, field: Field) -> Record:
    """The attachment that stores the content; empty if there is none.

    sudo: the attachment of a field is part of the record, and the rights to the record are checked.
    """
    attachments = record.env["ir.attachment"].sudo()
    if record._name == "ir.attachment" and field.name in ("datas", "raw"):
        return attachments.browse(record.id)
    if not (field.store and getattr(field, "attachment", False)):
        return attachments
    return attachments.search(
        [
            ("res_model", "=", record._name),
            ("res_field", "=", field.name),
            ("res_id", "=", record.id),
        ],
        limit=1,
    )


def _media_type(attachment: Record) -> str:
    """The media type of the attachment; empty if it has none or an invalid one, since users can set it."""
    text = attachment.mimetype or ""
    return str(text) if _MEDIA_TYPE.fullmatch(text) else ""


def _stored(record: Record, field: Field, attachment: Record, path: str) -> Content:
    """The content of a file in Odoo's file store, which is read only while it is sent."""
    mimetype = _media_type(attachment) or UNKNOWN_TYPE
    return Content(
        open(path, "rb"),
        os.path.getsize(path),
        _file_name(record, field, mimetype),
        mimetype,
        attachment.checksum or os.path.basename(path),
    )


def _data(record: Record, field: Field) -> bytes:
    sizes = dict.fromkeys(("bin_size", "bin_size_%s" % field.name), False)
    value = record.with_context(**sizes)[field.name]
    if not value:
        return b""
    if (
        record._name == raw_fields.MODEL
        and field.name in raw_fields.FIELDS
        and not series.HAS_OBJECTS
    ):
        return bytes(value)
    return series.content(value)


def _file_name(record: Record, field: Field, mimetype: str) -> str:
    if record._name == "ir.attachment":
        return str(record.name)
    for pattern in _NAME_FIELDS:
        candidate = record._fields.get(pattern % field.name)
        if candidate is None or candidate.type != "char" or candidate.groups:
            continue
        if record[candidate.name]:
            return str(record[candidate.name])
    extension = mimetypes.guess_extension(mimetype) or ""
    return "%s-%d-%s%s" % (record._name, record.id, field.name, extension)


def respond(httprequest: HTTPRequest, found: Content) -> Response:
    """Send the content as a file: whole, the requested range, or 304 if the client's copy is current.

    :raises NotAcceptable: the client doesn't accept its media type
    :raises werkzeug.exceptions.HTTPException: as ``rendering.make_conditional``
    """
    try:
        negotiation.choose(httprequest, [found.mimetype.partition(";")[0].strip()])
        response = Response(
            FileWrapper(found.file),
            headers=[
                ("Content-Type", found.mimetype),
                ("Content-Disposition", server.content_disposition(found.name)),
                # only the client may store it, and it must revalidate each time
                ("Cache-Control", "private, no-cache"),
                ("Accept-Ranges", "bytes"),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Security-Policy", "default-src 'none'; sandbox"),
                ("Content-Length", str(found.size)),
            ],
            direct_passthrough=True,
        )
        response.set_etag(found.etag)
        rendering.make_conditional(
            httprequest, response, accept_ranges=True, complete_length=found.size
        )
    except BaseException:
        found.file.close()
        raise
    response.call_on_close(found.file.close)
    return response


def is_file(value: Value) -> bool:
    """Whether a parameter's value is a file of a multipart form."""
    return isinstance(value, FileStorage)


def uploads(records: Records, files: Mapping[str, FileStorage]) -> Dict[str, str]:
    """The files of a form as values of the binary fields with the same names.

    :raises UnknownField: the model has no such field
    :raises BadRequest: the field is not binary
    """
    for name in files:
        field = fields.find(records, raw_fields.current_name(records, name))
        if field.type not in BINARY:
            raise BadRequest("Field '%s' is not binary, so it takes no file." % name)
    return {name: _base64(part) for name, part in files.items()}


def _base64(part: FileStorage) -> str:
    part.stream.seek(0)  # when Odoo retries the request, it has been read before
    return base64.b64encode(part.stream.read()).decode()
