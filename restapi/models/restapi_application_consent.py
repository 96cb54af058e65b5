"""What the consent page shows of an application, so that people know whom they deal with."""

import base64
import binascii
from typing import Optional

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .. import compat
from ..compat import binary as binary_values

LOGO_TYPES = ("image/png", "image/jpeg", "image/gif")
LOGO_SIDE = 256  # pixels
MAX_LOGO = 256 * 1024  # bytes


class RestapiApplication(models.Model):
    _inherit = "restapi.application"

    description = fields.Text(
        translate=True,
        help="What the application does, in a sentence or two; people read it when they are asked "
        "to allow it.",
    )
    logo = compat.image(
        LOGO_SIDE,
        help="PNG, JPEG or GIF; people see it when they are asked to allow the application.",
    )

    @api.constrains("logo")
    def _check_logo(self) -> None:
        for application in self.filtered("logo"):
            data = application._logo_bytes()
            if not data or compat.guess_mimetype(data) not in LOGO_TYPES:
                raise ValidationError(_("The logo must be a PNG, JPEG or GIF image."))
            if len(data) > MAX_LOGO:
                raise ValidationError(
                    _("The logo must not be larger than %s KiB.") % (MAX_LOGO // 1024)
                )

    def _logo_bytes(self) -> bytes:
        self.ensure_one()
        # whoever reads with bin_size gets the size for the content
        logo = self.with_context(bin_size=False, bin_size_logo=False).logo
        try:
            return binary_values.content(logo)
        except binascii.Error:
            return b""

    def _logo_uri(self) -> Optional[str]:
        """The logo as a ``data:`` URI, None if there is none: the page asks nobody for a file."""
        data = self._logo_bytes()
        if not data:
            return None
        encoded = base64.b64encode(data).decode()
        return "data:%s;base64,%s" % (compat.guess_mimetype(data), encoded)
