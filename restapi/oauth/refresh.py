"""Refresh tokens that follow each other in one line (RFC 6749 §6, RFC 9700 §4.14.2).

A client that lost the answer to a refresh, or whose threads refresh at once, sends the same token again
and must get the same successor: any other would begin a second line that lives on. Only hashes are
stored, so the successor is computed from the token that was used. That takes three things: the token
itself, which the client has; the ID of the successor's row, which the database has; and the server's
key, which is not in the database.
"""

import base64
import hashlib
import hmac
from typing import List

from ..odoo_types import Env
from . import sealing


def successor(env: Env, used: str, jti: str) -> str:
    """The refresh token that follows one in use.

    :param used: the refresh token that is used, in plain text
    :param jti: the ID of the row that the successor belongs to
    """
    return _derive(sealing.key_texts(env)[0], used, jti)


def candidates(env: Env, used: str, jti: str) -> List[str]:
    """What the successor may have been: one for each of the server's keys, which may have changed since."""
    return [_derive(key, used, jti) for key in sealing.key_texts(env)]


def _derive(key: str, used: str, jti: str) -> str:
    message = "%s\0%s" % (jti, used)
    digest = hmac.new(b"restapi refresh token\0" + key.encode(), message.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
