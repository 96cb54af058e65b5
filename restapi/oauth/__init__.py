"""The protocols, named after their specifications, on top of oauthlib and the models."""

import logging
import re

import oauthlib

_logger = logging.getLogger(__name__)

# As setup.cfg demands it. Older ones lack signatures by SHA-512 and by RSA with SHA-256, or have
# holes; but Odoo only looks whether there is any.
OLDEST = (3, 2, 2)

# At DEBUG oauthlib writes codes and tokens into the log, whatever the server's log level is for.
logging.getLogger("oauthlib").setLevel(logging.INFO)


def warn_if_old(version: str) -> None:
    """Tell whoever runs the server that Odoo's Python has an oauthlib that is too old."""
    if tuple(map(int, re.findall(r"\d+", version)[:3])) < OLDEST:
        oldest = ".".join(map(str, OLDEST))
        _logger.warning(
            "restapi needs oauthlib %s or newer, and Odoo's Python has %s: install a newer one "
            "with pip.",
            oldest,
            version,
        )


warn_if_old(oauthlib.__version__)
