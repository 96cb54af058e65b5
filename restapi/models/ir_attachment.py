"""Files that this API is sent are stored whole, or the request fails."""

import contextlib
import hashlib
import os

from odoo import api, models

from .. import compat
from ..compat import binary
from ..exceptions import ServiceUnavailable
from ..odoo_types import FieldValue

RETRY_AFTER = 60  # seconds; somebody has to make room


class IrAttachment(models.Model):
    _inherit = "ir.attachment"
    _restapi_readonly = ("checksum", "file_size")  # which Odoo takes from the file itself

    if binary.NAMES_FILES_FIRST:

        @api.model
        def _file_write(self, fname: str, bin_value: FieldValue) -> str:
            """
            :raises ServiceUnavailable: a file of this API's request can't be stored
            """
            try:
                return super()._file_write(fname, bin_value)
            except OSError as error:
                if not compat.is_own_request() or self._is_elsewhere():
                    raise
                raise _full() from error

    else:

        @api.model
        def _file_write(self, value: bytes, checksum: str) -> str:
            """These series go on when the disk is full, or leave a part of the file behind, which they
            take for the whole later.

            :raises ServiceUnavailable: a file of this API's request can't be stored
            """
            if not compat.is_own_request() or self._is_elsewhere():
                return super()._file_write(value, checksum)
            error = None
            try:
                name = super()._file_write(value, checksum)
            except OSError as caught:
                name, error = "%s/%s" % (checksum[:2], checksum), caught
            path = self._full_path(name)
            if error is None and _checksum(path) == checksum:
                return name
            if _checksum(path) != checksum:
                with contextlib.suppress(OSError):
                    os.remove(path)
            raise _full() from error

    @api.model
    def _is_elsewhere(self) -> bool:
        """Whether another addon stores files too, maybe in a place that is no disk of this server."""
        return sum("_file_write" in vars(cls) for cls in type(self).mro()) > 2


def _full() -> ServiceUnavailable:
    return ServiceUnavailable(
        "The server can't store files now: its disk may be full.", RETRY_AFTER
    )


def _checksum(path: str) -> str:
    """SHA-1, by which Odoo names files; empty without a file."""
    digest = hashlib.sha1()  # noqa: S324 - Odoo's choice
    try:
        with open(path, "rb") as file:
            for part in iter(lambda: file.read(1024 * 1024), b""):
                digest.update(part)
    except OSError:
        return ""
    return digest.hexdigest()
