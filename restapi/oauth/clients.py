"""Which application calls (RFC 6749 §2.3)."""

import hmac

from ..odoo_types import Env, Record
from . import sealing


def find(env: Env, client_id: str) -> Record:
    """The live application of that key; an empty ``restapi.application`` if there is none."""
    # sudo: the protocols run before anybody is signed in
    applications = env["restapi.application"].sudo()
    if not client_id or "\x00" in client_id:
        return applications
    return applications._by_client_id(client_id)


def authenticate(env: Env, client_id: str, client_secret: str) -> Record:
    """The application whose key and secret these are; empty if they are not.

    It takes the same time for an unknown key as for a wrong secret. Public applications have none
    that anybody could send.

    :raises ServiceUnavailable: stored secrets can't be opened, so nobody can be told that theirs is
        wrong
    """
    application = find(env, client_id)
    sealed = application.client_secret_sealed or sealing.decoy(env)
    is_right = hmac.compare_digest(sealing.unseal(env, sealed).encode(), client_secret.encode())
    # sudo: nobody but the server touches what is sealed
    sealed_columns = env["restapi.sealing"].sudo()
    if is_right and application and application.kind != "public":
        sealed_columns._seal_anew("restapi_application", application.id, sealed)
        return application
    sealed_columns._check_opens()
    return application.browse()
