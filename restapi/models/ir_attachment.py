"""Files sent to this API are stored completely, or the request fails."""

import contextlib
import hashlib
import os

from odoo import api, models

from .. import compat
from ..compat import binary
from ..exceptions import ServiceUnavailable
from ..odoo_types import FieldValue, Result
from ..rest.write import dry_run

RETRY_AFTER = 60  # seconds; an administrator has to free disk space


class IrAttachment(models.Model):
    _inherit = "ir.attachment"
    _restapi_readonly = ("checksum", "file_size")  # Odoo computes them from the file

    @api.model
    def _storage(self) -> str:
        """In a dry run, the database: a file would stay."""
        return "db" if dry_run.is_active() else str(super()._storage())

    @api.model
    def _file_delete(self, fname: str) -> Result:
        """In a dry run, do nothing: a file would tell the garbage collector."""
        return None if dry_run.is_active() else super()._file_delete(fname)

    if binary.NAMES_FILES_FIRST:

        @api.model
        def _file_write(self, fname: str, bin_value: FieldValue) -> str:
            """
            :raises ServiceUnavailable: a file in a request of this API can't be stored
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
            """Check the stored file: on a full disk these series continue, or leave a partial file, which they
            later take for the whole one.

            :raises ServiceUnavailable: a file in a request of this API can't be stored
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
        """Whether another addon overrides the storage of files, so they may not be on a local disk."""
        return sum("_file_write" in vars(cls) for cls in type(self).mro()) > 2


def _full() -> ServiceUnavailable:
    return ServiceUnavailable(
        "The server can't store files at the moment: its disk may be full.", RETRY_AFTER
    )


def _checksum(path: str) -> str:
    """The SHA-1 hash, which Odoo names files by; empty if there is no file."""
    digest = hashlib.sha1()  # noqa: S324 - Odoo's choice
    try:
        with open(path, "rb") as file:
            for part in iter(lambda: file.read(1024 * 1024), b""):
                digest.update(part)
    except OSError:
        return ""
    return digest.hexdigest()
