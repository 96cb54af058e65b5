"""Identification and authentication of clients (RFC 6749 §2.3)."""

import hmac
from typing import NamedTuple

from ..odoo_types import Env, Record
from . import sealing


class Client(NamedTuple):
    """The application that sends a request, as far as the answer depends on it.

    :param answers: the envelope that it gets, see ``rest.response.envelopes``
    :param requires_if_match: whether its changes must have ``If-Match``
    """

    client_id: str
    answers: str
    requires_if_match: bool


def find(env: Env, client_id: str) -> Record:
    """The active application with this client id; an empty ``restapi.application`` if there is none."""
    # sudo: the OAuth endpoints run before a user is authenticated
    applications = env["restapi.application"].sudo()
    if not client_id or "\x00" in client_id:
        return applications
    return applications._by_client_id(client_id)


def authenticate(env: Env, client_id: str, client_secret: str) -> Record:
    """The application with this client id and secret; empty if either is wrong.

    An unknown id takes as much time as a wrong secret. Public applications have no secret, so they are
    never authenticated.

    :raises ServiceUnavailable: stored secrets can't be decrypted, so it is unknown which are wrong
    """
    application = find(env, client_id)
    sealed = application.client_secret_sealed or sealing.decoy(env)
    is_right = hmac.compare_digest(sealing.unseal(env, sealed).encode(), client_secret.encode())
    # sudo: only the server has access to sealed secrets
    sealed_columns = env["restapi.sealing"].sudo()
    if is_right and application and application.kind != "public":
        sealed_columns._seal_anew("restapi_application", application.id, sealed)
        return application
    sealed_columns._check_opens()
    return application.browse()
