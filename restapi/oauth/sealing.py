"""Sealing: encryption (Fernet) of secrets that are needed again in plain text.

OAuth 1.0a checks an HMAC with the plain secret, so the secret can't be hashed (RFC 5849 §4.4). It is
sealed with a key outside the database: ``restapi_secret_key`` in odoo.conf or ``RESTAPI_SECRET_KEY`` in
the environment. To change the key, list several, separated by commas: the first one seals, all of them
open. Without a configured key, the key is derived from the database's own secret, which later still opens
what it has sealed.

A sealed text consists of the id of its key, a dot, and the Fernet token. Older texts have no id.
"""

import base64
import contextlib
import functools
import hashlib
import os
from typing import List, NamedTuple, Optional, Tuple

from cryptography.fernet import Fernet, InvalidToken

from .. import compat
from ..exceptions import ServiceUnavailable
from ..odoo_types import Env
from . import opaque_secrets

MIN_LENGTH = 32  # characters
RETRY_AFTER = 3600  # seconds; an administrator has to change the configuration
# Problems of a configured key that works nevertheless; restapi.sealing has a message for each.
QUOTED = "quoted"
SHORT = "short"

# The id of the key that sealed a column, in SQL; NULL for texts without an id.
KEY_ID = "substring(%s from '^([0-9a-f]{12})[.]')"


class Key(NamedTuple):
    id: str
    fernet: Fernet


class Keyring(NamedTuple):
    """The keys of this server for a database.

    :param keys: all keys that open sealed texts; the first one seals
    """

    keys: List[Key]

    def unseal(self, sealed: str) -> str:
        """Decrypt a sealed secret.

        :raises ServiceUnavailable: the server doesn't have the key that sealed it
        """
        key_id, _, box = sealed.rpartition(".")
        for key in self.keys:
            if key_id in (key.id, ""):
                with contextlib.suppress(InvalidToken):
                    return key.fernet.decrypt(box.encode()).decode()
        raise unavailable()

    def is_current(self, sealed: str) -> bool:
        """Whether the current sealing key has sealed it."""
        return sealed.startswith(self.keys[0].id + ".")


def configured_keys() -> List[str]:
    """The configured keys; empty if there are none."""
    text = os.environ.get("RESTAPI_SECRET_KEY") or compat.config("restapi_secret_key") or ""
    return [key.strip() for key in text.split(",") if key.strip()]


def problem() -> Optional[str]:
    """The problem of the configured sealing key, one of the constants above; None if there is none.

    Quotation marks can remain from a configuration file that treats them as part of the value.
    """
    for key in configured_keys()[:1]:
        if key[0] in "'\"" or key[-1] in "'\"":
            return QUOTED
        if len(key) < MIN_LENGTH:
            return SHORT
    return None


def seal(env: Env, text: str) -> str:
    """Encrypt and authenticate a secret."""
    key = keyring(env).keys[0]
    return "%s.%s" % (key.id, key.fernet.encrypt(text.encode()).decode())


def unseal(env: Env, sealed: str) -> str:
    """Decrypt a sealed secret.

    :raises ServiceUnavailable: the server doesn't have the key that sealed it
    """
    return keyring(env).unseal(sealed)


def can_open(env: Env, sealed: str) -> bool:
    """Whether ``unseal`` would succeed; it is tried only if the text doesn't name its key."""
    key_id = sealed.rpartition(".")[0]
    if key_id:
        return key_id in key_ids(env)
    try:
        unseal(env, sealed)
    except ServiceUnavailable:
        return False
    return True


def key_ids(env: Env) -> List[str]:
    """The ids of all keys, the sealing key first."""
    return [key.id for key in keyring(env).keys]


def unavailable() -> ServiceUnavailable:
    """The error for clients, the same for known and unknown ones."""
    return ServiceUnavailable(
        "A stored secret can't be decrypted: restapi_secret_key has changed. "
        "The server's administrator must restore the key or create new secrets.",
        RETRY_AFTER,
    )


def decoy(env: Env) -> str:
    """A sealed random secret, so that an unknown client or token takes as much time as a known one."""
    return seal(env, opaque_secrets.generate())


def key_texts(env: Env) -> List[str]:
    """The texts of all keys, that of the current sealing key first; secret themselves."""
    # the database's secret is known only to the server
    return list(dict.fromkeys([*configured_keys(), compat.parameter(env, "database.secret")]))


def current_text(env: Env) -> str:
    """The first of ``key_texts``."""
    return next(iter(configured_keys()), None) or compat.parameter(env, "database.secret")


def keyring(env: Env) -> Keyring:
    """The keyring of the current configuration."""
    return _keyring(tuple(key_texts(env)))


@functools.lru_cache(maxsize=64)
def _keyring(texts: Tuple[str, ...]) -> Keyring:
    return Keyring([_key(text) for text in texts])


def _key(text: str) -> Key:
    derived = hashlib.sha256(b"restapi sealing key\0" + text.encode()).digest()
    # the id reveals no more about the key than the HMAC in each Fernet token does
    key_id = hashlib.sha256(b"restapi key id\0" + derived).hexdigest()[:12]
    return Key(key_id, Fernet(base64.urlsafe_b64encode(derived)))
