"""The bytes of binary fields: out as a file, with ranges and validators (RFC 9110 §13, §14), and in."""

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
# A media type with its parameters (RFC 9110 §8.3.1), as far as a header can hold it.
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?: *;[ -~]*)?", re.ASCII)
# Fields that hold the name of a file beside its content, as addons name them.
_NAME_FIELDS = ("%s_filename", "%s_fname", "%s_file_name", "%s_name")


class Content(NamedTuple):
    """What a binary field holds.

    :param file: open at its start; read only as far as it is sent
    :param size: bytes
    :param etag: of this content, without quotes (RFC 9110 §8.8.3)
    """

    file: Any
    size: int
    name: str
    mimetype: str
    etag: str


def find(records: Records, name: str) -> Field:
    """A binary field that the caller may read.

    :raises NotFound: the model has none of that name
    :raises odoo.exceptions.AccessError: it is for other groups
    """
    name = raw_fields.known_as(records, name)
    field = records._fields.get(name)
    if field is None or field.type not in BINARY:
        names = [name for name, one in records._fields.items() if one.type in BINARY]
        hint = nearest(name, names) or "see fields_get."
        raise NotFound("Model '%s' has no binary field '%s'; %s" % (records._name, name, hint))
    fields.check_readable(records, [name])
    return field


def content(record: Record, field: Field) -> Content:
    """What the field of a record holds.

    :raises NotFound: it is empty
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
    # no more than a validator: it protects nothing
    etag = hashlib.sha1(data).hexdigest()  # noqa: S324
    return Content(io.BytesIO(data), len(data), _file_name(record, field, mimetype), mimetype, etag)


def _attachment(record: Record, field: Field) -> Record:
    """The attachment that holds the content; empty if none does.

    sudo: the attachment of a field is part of the record, whose rights have been checked.
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
    """What the attachment says of itself; empty if that is nothing, or none: anybody can have sent it."""
    text = attachment.mimetype or ""
    return str(text) if _MEDIA_TYPE.fullmatch(text) else ""


def _stored(record: Record, field: Field, attachment: Record, path: str) -> Content:
    """A file of Odoo's file store, which is not read before it is sent."""
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
        named = record._fields.get(pattern % field.name)
        if named is not None and named.type == "char" and not named.groups and record[named.name]:
            return str(record[named.name])
    extension = mimetypes.guess_extension(mimetype) or ""
    return "%s-%d-%s%s" % (record._name, record.id, field.name, extension)


def respond(httprequest: HTTPRequest, found: Content) -> Response:
    """Send it as a file: whole, the range asked for, or 304 if the client has it already.

    :raises NotAcceptable: the client does not take its type
    :raises werkzeug.exceptions.HTTPException: as ``renderers.make_conditional``
    """
    try:
        negotiation.choose(httprequest, [found.mimetype.partition(";")[0].strip()])
        response = Response(
            FileWrapper(found.file),
            headers=[
                ("Content-Type", found.mimetype),
                ("Content-Disposition", server.content_disposition(found.name)),
                # to be kept by the client alone, and asked for again each time
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
    """Values of the binary fields that the files of a form are named after.

    :raises UnknownField: the model has no such field
    :raises BadRequest: the field is not binary
    """
    for name in files:
        field = fields.find(records, raw_fields.known_as(records, name))
        if field.type not in BINARY:
            raise BadRequest("Field '%s' is not binary: it takes no file." % name)
    return {name: _base64(part) for name, part in files.items()}


def _base64(part: FileStorage) -> str:
    part.stream.seek(0)  # Odoo may have tried the request before
    return base64.b64encode(part.stream.read()).decode()
