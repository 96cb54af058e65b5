"""Bearer tokens on resource requests (RFC 6750 §2.1, RFC 9068 §4).

One signature check and one indexed query: no password hash, no session, no write.
"""

from typing import FrozenSet, Tuple

from .. import compat
from ..exceptions import InvalidToken
from ..odoo_types import Env
from . import database, tokens
from .clients import Client
from .primary import primary_cursor

# One query checks everything that makes a token live, so no state has to be kept in step. With
# subqueries PostgreSQL plans it in half the time that it needs for joins. The last column says whether
# to record this use, also if the last use seems to be in the future because the clock was set back. The
# row's expiry counts, not the token's: somebody could sign tokens with keys from a copy of the database.
_LIVE_ROW = """
    SELECT t.id, t.user_id, t.scopes, t.issuer, t.expires_at,
           (SELECT ARRAY[a.client_id, a.answers, a.requires_if_match::text]
              FROM restapi_application a
             WHERE a.id = t.application_id AND a.active AND a.generation = t.generation
               AND a.database_uuid = %(uuid)s),
           (t.last_used_at BETWEEN %(now)s::timestamp - interval '10 minutes'
                               AND %(now)s::timestamp + interval '10 minutes') IS NOT TRUE
      FROM restapi_oauth2_token t
     WHERE t.jti = %(jti)s
       AND t.revoked_at IS NULL
       AND t.expires_at > %(now)s::timestamp - interval '10 seconds'  -- tokens.LEEWAY
       AND (SELECT u.active AND u.restapi_generation <= t.user_generation
              FROM res_users u WHERE u.id = t.user_id)
       AND (SELECT TRUE FROM restapi_oauth2_token f
             WHERE f.family = t.family AND f.ends_family LIMIT 1) IS NULL
"""


def authenticate(env: Env, token: str) -> Tuple[int, FrozenSet[str], Client]:
    """Authenticate a bearer token.

    :returns: the id of the user, the scopes of the token, and its application
    :raises InvalidToken: it is forged, expired or revoked, or its user or application is archived
    """
    uuid = database.uuid(env)
    claims = tokens.decode(env, token, uuid)
    with primary_cursor(env) as cr:
        values = {"now": compat.now(), "jti": claims.jti, "uuid": uuid}
        cr.execute(_LIVE_ROW, values)
        row = cr.fetchone()
    if row is None or row[5] is None:
        raise InvalidToken("The access token has been revoked or has expired: sign in again.")
    token_id, user_id, scopes, issuer, end, (client_id, answers, strict), must_record_use = row
    if not claims.match(issuer, user_id, client_id, end):
        raise InvalidToken("The access token is not valid.")
    if must_record_use:
        # sudo: only the server has access to tokens
        env["restapi.oauth2.token"].sudo()._record_use(token_id)
    return user_id, frozenset(scopes.split()), Client(client_id, answers, strict == "true")
