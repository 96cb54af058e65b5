"""Bearer tokens on resource requests (RFC 6750 §2.1, RFC 9068 §4).

One signature check and one indexed query: no password hash, no session, no write.
"""

import contextlib
from typing import Any, FrozenSet, Iterator, Tuple

from .. import compat
from ..exceptions import InvalidToken
from . import database, tokens

# What makes a token live is asked in one go, so that nothing has to be kept in step. In this form
# PostgreSQL plans it in half the time that it needs for joins. The last column says whether this use
# is to be noted: also if the last one seems to lie ahead, because the clock was set back.
_LIVE_ROW = """
    SELECT t.id, t.user_id, t.scopes, t.issuer,
           (SELECT a.client_id FROM restapi_application a WHERE a.id = t.application_id),
           (SELECT a.answers FROM restapi_application a WHERE a.id = t.application_id),
           (t.last_used_at BETWEEN %(now)s::timestamp - interval '10 minutes'
                               AND %(now)s::timestamp + interval '10 minutes') IS NOT TRUE
      FROM restapi_oauth2_token t
     WHERE t.jti = %(jti)s
       AND t.revoked_at IS NULL
       AND (SELECT a.active AND a.generation = t.generation AND a.database_uuid = %(uuid)s
              FROM restapi_application a WHERE a.id = t.application_id)
       AND (SELECT u.active FROM res_users u WHERE u.id = t.user_id)
       AND (SELECT TRUE FROM restapi_oauth2_token f
             WHERE f.family = t.family AND f.ends_family LIMIT 1) IS NULL
"""


def authenticate(env: Any, token: str) -> Tuple[int, FrozenSet[str], str]:
    """The user that a bearer token acts for, its scopes, and how its application is answered.

    :raises InvalidToken: it is forged, expired or revoked, or its user or application is archived
    """
    claims = tokens.decode(env, token)
    with primary_cursor(env) as cr:
        asked = {"now": compat.now(), "jti": claims.jti, "uuid": database.uuid(env)}
        cr.execute(_LIVE_ROW, asked)
        row = cr.fetchone()
    if row is None:
        raise InvalidToken("The access token was revoked: sign in again.")
    token_id, user_id, scopes, issuer, client_id, answers, use_is_news = row
    if (claims.issuer, claims.subject, claims.client_id) != (issuer, str(user_id), client_id):
        raise InvalidToken("The access token is not valid.")
    if use_is_news:
        # sudo: nobody but the server touches tokens
        env["restapi.oauth2.token"].sudo()._record_use(token_id)
    return user_id, frozenset(scopes.split()), answers


@contextlib.contextmanager
def primary_cursor(env: Any) -> Iterator[Any]:
    """The request's cursor, or one on the primary: a replica may not know of a revocation yet."""
    if not compat.is_readonly(env.cr):
        yield env.cr
        return
    with env.registry.cursor() as cr:
        yield cr
