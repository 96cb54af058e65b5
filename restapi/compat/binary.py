"""Values of binary fields, and the storage of attachments, for all series."""

import base64
import inspect

from odoo.addons.base.models.ir_attachment import IrAttachment

from ..odoo_types import FieldValue

try:  # 20.0: objects with content, size and name; before, base64 as text or bytes
    from odoo.tools.binary import BinaryValue
except ImportError:
    BinaryValue = None
HAS_OBJECTS = BinaryValue is not None

# 20.0 names the file of an attachment before it writes it, and writes it atomically.
NAMES_FILES_FIRST = "fname" in inspect.signature(IrAttachment._file_write).parameters


def is_object(value: FieldValue) -> bool:
    return HAS_OBJECTS and isinstance(value, BinaryValue)


def content(value: FieldValue) -> bytes:
    """The content of a field's value, which is in base64 unless it is an object.

    :raises binascii.Error: it is not valid base64
    """
    if is_object(value):
        return bytes(value.content)
    return base64.b64decode(value or b"")


def as_text(value: FieldValue) -> FieldValue:
    """A binary value from Odoo's ``read``, as base64 text."""
    if isinstance(value, dict):
        return value.get("content", False)
    return value
