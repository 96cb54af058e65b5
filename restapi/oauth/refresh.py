"""Rotation of refresh tokens (RFC 6749 §6, RFC 9700 §4.14.2).

A client that lost the answer to a refresh, or whose threads refresh at the same time, sends the same
token again. It must get the same successor, since another one would start a second chain of live tokens.
Only hashes are stored, so the successor is derived from three values: the used token, which only the
client has; the ID of the successor's row, which is in the database; and the server's key, which is not.
"""

import base64
import hashlib
import hmac
from typing import List

from ..odoo_types import Env
from . import sealing


def successor(env: Env, used: str, jti: str) -> str:
    """The refresh token that replaces a used one.

    :param used: the used refresh token, in plain text
    :param jti: the ID of the successor's row
    """
    return _derive(sealing.current_text(env), used, jti)


def candidates(env: Env, used: str, jti: str) -> List[str]:
    """The possible successors, one for each of the server's keys, since the key may have changed."""
    return [_derive(key, used, jti) for key in sealing.key_texts(env)]


def _derive(key: str, used: str, jti: str) -> str:
    message = "%s\0%s" % (jti, used)
    digest = hmac.new(b"restapi refresh token\0" + key.encode(), message.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
