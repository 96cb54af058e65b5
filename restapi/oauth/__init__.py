"""The OAuth protocols, built on oauthlib and the models. Files are named after specifications."""

import logging
import re

import oauthlib

_logger = logging.getLogger(__name__)

# As in setup.cfg. Older versions lack HMAC-SHA512 and RSA-SHA256 signatures, or have vulnerabilities,
# but Odoo only checks that some version is installed.
OLDEST = (3, 2, 2)

# At DEBUG oauthlib would write codes and tokens into the log.
logging.getLogger("oauthlib").setLevel(logging.INFO)


def warn_if_old(version: str) -> None:
    """Log a warning if Odoo's Python has an oauthlib that is too old."""
    if tuple(map(int, re.findall(r"\d+", version)[:3])) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        _logger.warning(
            "restapi needs oauthlib %s or newer, and Odoo's Python has %s: install a newer one "
            "with pip.",
            oldest,
            version,
        )


warn_if_old(oauthlib.__version__)
