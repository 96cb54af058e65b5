"""Bearer tokens on resource requests (RFC 6750 §2.1, RFC 9068 §4).

One signature check and one indexed query: no password hash, no session, no write.
"""

from typing import FrozenSet, Tuple

from .. import compat
from ..exceptions import InvalidToken
from ..odoo_types import Env
from . import database, tokens
from .primary import primary_cursor

# What makes a token live is asked in one go, so that nothing has to be kept in step. In this form
# PostgreSQL plans it in half the time that it needs for joins. The last column says whether this use
# is to be noted: also if the last one seems to lie ahead, because the clock was set back. The end is
# the row's, whatever a token says that somebody has signed who read the keys in a copy of the database.
_LIVE_ROW = """
    SELECT t.id, t.user_id, t.scopes, t.issuer, t.expires_at,
           (SELECT ARRAY[a.client_id, a.answers] FROM restapi_application a
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


def authenticate(env: Env, token: str) -> Tuple[int, FrozenSet[str], str]:
    """The user that a bearer token acts for, its scopes, and how its application is answered.

    :raises InvalidToken: it is forged, expired or revoked, or its user or application is archived
    """
    claims = tokens.decode(env, token)
    with primary_cursor(env) as cr:
        asked = {"now": compat.now(), "jti": claims.jti, "uuid": database.uuid(env)}
        cr.execute(_LIVE_ROW, asked)
        row = cr.fetchone()
    if row is None or row[5] is None:
        raise InvalidToken("The access token was revoked, or has ended: sign in again.")
    token_id, user_id, scopes, issuer, end, (client_id, answers), use_is_news = row
    if not claims.are_of(issuer, user_id, client_id, end):
        raise InvalidToken("The access token is not valid.")
    if use_is_news:
        # sudo: nobody but the server touches tokens
        env["restapi.oauth2.token"].sudo()._record_use(token_id)
    return user_id, frozenset(scopes.split()), answers
