"""Lookup of the consumer and the token of an OAuth 1.0a request, in one indexed query."""

from typing import Mapping, NamedTuple, Optional

from .. import compat
from ..odoo_types import Env
from . import database, opaque_secrets
from .primary import primary_cursor

# One query checks everything that makes them live, so no state has to be kept in step. With a join of the
# users, PostgreSQL could scan all of them, depending on its statistics.
_LIVE_ROW = """
    SELECT a.id, a.client_secret_sealed, a.rsa_public_key, a.scopes, a.answers,
           a.requires_if_match IS TRUE, a.redirect_uris,
           t.id, t.kind, t.user_id, t.secret_sealed, t.verifier_hash,
           (t.last_used_at BETWEEN %(now)s::timestamp - interval '10 minutes'
                               AND %(now)s::timestamp + interval '10 minutes') IS NOT TRUE
      FROM restapi_application a
      LEFT JOIN restapi_oauth1_token t
             ON t.token_hash = %(token_hash)s
            AND t.application_id = a.id
            AND t.generation = a.generation
            AND t.revoked_at IS NULL
            AND (t.expires_at IS NULL OR t.expires_at > %(now)s)
            AND (t.user_id IS NULL
                 OR (SELECT u.active AND u.restapi_generation <= t.user_generation
                       FROM res_users u WHERE u.id = t.user_id))
     WHERE a.client_id = %(client_id)s
       AND a.active
       AND a.database_uuid = %(uuid)s
       AND (SELECT owner.active FROM res_users owner WHERE owner.id = a.user_id)
       AND a.kind != 'public'
"""


class Match(NamedTuple):
    """The consumer and the token. An unknown consumer leaves all fields empty, an unknown token its own."""

    application_id: Optional[int] = None
    client_secret_sealed: Optional[str] = None
    rsa_public_key: Optional[str] = None
    scopes: str = ""
    answers: str = ""
    requires_if_match: bool = False
    redirect_uris: Optional[str] = None
    token_id: Optional[int] = None
    kind: Optional[str] = None
    user_id: Optional[int] = None
    token_secret_sealed: Optional[str] = None
    verifier_hash: Optional[str] = None
    must_record_use: bool = False


def find(env: Env, parameters: Mapping[str, str]) -> Match:
    """The live consumer and token that the protocol parameters name."""
    values = {
        "now": compat.now(),
        "uuid": database.uuid(env),
        "client_id": parameters.get("oauth_consumer_key", ""),
        "token_hash": opaque_secrets.digest(parameters.get("oauth_token", "")),
    }
    with primary_cursor(env) as cr:
        cr.execute(_LIVE_ROW, values)
        row = cr.fetchone()
    return Match(*row) if row else Match()
