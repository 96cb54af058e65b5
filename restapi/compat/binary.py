"""What the series differ in about files: the values of binary fields, and how attachments are stored."""

import base64
import inspect

from odoo.addons.base.models.ir_attachment import IrAttachment

from ..odoo_types import FieldValue

try:  # 20.0: objects with the content, its size and a name; before, text or bytes in base64
    from odoo.tools.binary import BinaryValue
except ImportError:
    BinaryValue = None
HAS_OBJECTS = BinaryValue is not None

# 20.0 gives attachments' files their names before they are written, and writes them whole or not at all.
NAMES_FILES_FIRST = "fname" in inspect.signature(IrAttachment._file_write).parameters


def is_object(value: FieldValue) -> bool:
    return HAS_OBJECTS and isinstance(value, BinaryValue)


def content(value: FieldValue) -> bytes:
    """The bytes of a field's value, which is in base64 unless it is an object.

    :raises binascii.Error: it is no base64
    """
    if is_object(value):
        return bytes(value.content)
    return base64.b64decode(value or b"")


def as_text(value: FieldValue) -> FieldValue:
    """What Odoo's ``read`` gives for a field, as text in base64."""
    if isinstance(value, dict):
        return value.get("content", False)
    return value
