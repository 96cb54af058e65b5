"""Secrets that are needed again in plain text, sealed (Fernet).

OAuth 1.0a checks an HMAC with the plain secret, so it can't be hashed (RFC 5849 §4.4). It is
sealed with a key that is not in the database: ``restapi_secret_key`` in odoo.conf or
``RESTAPI_SECRET_KEY`` in the environment, several separated by commas to change it: the first
seals, all open. Without one, the key is derived from the database's own secret, which also opens
what it sealed before there was a key.

A sealed text is the id of its key, a dot, and the Fernet token. Texts without an id are older.
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
RETRY_AFTER = 3600  # seconds; somebody has to change the configuration
# What is wrong with a configured key, though it works; restapi.sealing has words for each.
QUOTED = "quoted"
SHORT = "short"

# PostgreSQL's way to the id of the key that sealed a column; NULL for texts that have none.
KEY_ID = "substring(%s from '^([0-9a-f]{12})[.]')"


class Key(NamedTuple):
    id: str
    fernet: Fernet


class Keyring(NamedTuple):
    """The keys of this server for a database.

    :param keys: all that can open; the first one seals
    """

    keys: List[Key]

    def unseal(self, sealed: str) -> str:
        """The secret again.

        :raises ServiceUnavailable: the server doesn't have the key that it was sealed with
        """
        key_id, _, box = sealed.rpartition(".")
        for key in self.keys:
            if key_id in (key.id, ""):
                with contextlib.suppress(InvalidToken):
                    return key.fernet.decrypt(box.encode()).decode()
        raise unavailable()

    def is_current(self, sealed: str) -> bool:
        """Whether the key that seals now has sealed it."""
        return sealed.startswith(self.keys[0].id + ".")


def configured_keys() -> List[str]:
    """The server's own keys; empty when there are none."""
    text = os.environ.get("RESTAPI_SECRET_KEY") or compat.config("restapi_secret_key") or ""
    return [key.strip() for key in text.split(",") if key.strip()]


def problem() -> Optional[str]:
    """What is wrong with the key that seals, one of the words above; None if nothing is.

    Quotation marks may be left over from a file that takes them for a part of the value.
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
    """The secret again.

    :raises ServiceUnavailable: the server doesn't have the key that it was sealed with
    """
    return keyring(env).unseal(sealed)


def can_open(env: Env, sealed: str) -> bool:
    """Whether ``unseal`` would open it; it is tried only if the text doesn't say which key it needs."""
    key_id = sealed.rpartition(".")[0]
    if key_id:
        return key_id in key_ids(env)
    try:
        unseal(env, sealed)
    except ServiceUnavailable:
        return False
    return True


def key_ids(env: Env) -> List[str]:
    """The ids of the keys that can open, that of the one that seals first."""
    return [key.id for key in keyring(env).keys]


def unavailable() -> ServiceUnavailable:
    """What clients are told, known and unknown ones alike."""
    return ServiceUnavailable(
        "A stored secret can't be opened: restapi_secret_key has changed. "
        "The server's administrator must restore it, or make new secrets.",
        RETRY_AFTER,
    )


def decoy(env: Env) -> str:
    """A sealed secret that nobody knows, so that unknown names cost as much time as known ones."""
    return seal(env, opaque_secrets.generate())


def key_texts(env: Env) -> List[str]:
    """All that can be a key, the present one first; secrets themselves."""
    # the database's secret is for the server alone
    return list(dict.fromkeys([*configured_keys(), compat.parameter(env, "database.secret")]))


def keyring(env: Env) -> Keyring:
    """The keys as they are configured now."""
    return _keyring(tuple(key_texts(env)))


@functools.lru_cache(maxsize=64)
def _keyring(texts: Tuple[str, ...]) -> Keyring:
    return Keyring([_key(text) for text in texts])


def _key(text: str) -> Key:
    derived = hashlib.sha256(b"restapi sealing key\0" + text.encode()).digest()
    # it tells no more about the key than the authentication code in each Fernet token does
    key_id = hashlib.sha256(b"restapi key id\0" + derived).hexdigest()[:12]
    return Key(key_id, Fernet(base64.urlsafe_b64encode(derived)))
