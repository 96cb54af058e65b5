"""SQL about sign-ins: what tokens of one line, which follow each other, are to people.

A user may have 100,000 tokens and a database a million, so what counts or lists sign-ins must not walk
through rows that were used or have ended.
"""

# The last row of a line, which stands for the sign-in. The partial indexes hold these and no others.
LAST = "used_at IS NULL AND jti IS NOT NULL AND revoked_at IS NULL"
END = "GREATEST(expires_at, refresh_expires_at)"
# Twice the row that it began with, so that it stays the same while the client refreshes; the parity
# tells the protocol.
ID = "COALESCE(NULLIF(sign_in_id, 0), id) * 2"


def _sql(text: str) -> str:
    return text.format(ID=ID, END=END, LAST=LAST)


# Those that work now, of both protocols. OAuth 1.0a: access tokens, without end.
# The inner query has no conditions and the same types on both sides: only then PostgreSQL looks
# through it, takes the indexes and reads one page of a long list in order. Generations only grow; it
# takes an inequality for less selective than the equality that it is.
SIGN_INS = _sql("""
    SELECT token.id,
           token.protocol,
           token.application_id,
           token.user_id,
           COALESCE(token.scopes, application.scopes) AS scopes,
           token.origin,
           token.signed_in_at,
           token.last_used_at,
           NULLIF(token.ends_at, 'infinity'::timestamp) AS expires_at,
           application.kind,
           application.name
      FROM (
        SELECT {ID} AS id, 'oauth2'::varchar AS protocol, application_id, user_id, scopes, origin,
               signed_in_at, last_used_at, {END} AS ends_at, generation, user_generation,
               used_at, jti, revoked_at
          FROM restapi_oauth2_token
     UNION ALL
        SELECT id * 2 + 1, 'oauth1'::varchar, application_id, user_id, NULL::varchar, origin,
               create_date, last_used_at, 'infinity'::timestamp, generation, user_generation,
               NULL::timestamp, NULLIF(kind, 'request')::varchar, revoked_at
          FROM restapi_oauth1_token
           ) AS token
      JOIN restapi_application AS application
        ON application.id = token.application_id AND application.generation <= token.generation
       AND application.database_uuid = (
            SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')
      JOIN res_users AS owner
        ON owner.id = token.user_id AND owner.restapi_generation <= token.user_generation
     WHERE {LAST}
       AND token.ends_at > NOW() AT TIME ZONE 'UTC'
""")

ALLOWED_SCOPES = _sql("""
    SELECT DISTINCT token.granted_scopes
      FROM restapi_oauth2_token AS token
      JOIN restapi_application AS application
        ON application.id = token.application_id AND application.generation <= token.generation
       AND application.database_uuid = (
            SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')
      JOIN res_users AS owner
        ON owner.id = token.user_id AND owner.restapi_generation <= token.user_generation
     WHERE token.application_id = %s
       AND token.user_id = %s
       AND {LAST}
       AND {END} > NOW() AT TIME ZONE 'UTC'
""")

LAST_ROWS = _sql("SELECT id FROM restapi_oauth2_token WHERE {ID} = ANY(%s) AND {LAST}")

LAST_ROW = _sql("""
    SELECT id FROM restapi_oauth2_token
     WHERE {ID} = (SELECT {ID} FROM restapi_oauth2_token WHERE id = %(id)s) AND {LAST} LIMIT 1
""")

REVOKE_FAMILIES = """
    UPDATE restapi_oauth2_token
       SET ends_family = TRUE, revoked_at = COALESCE(revoked_at, %(now)s)
     WHERE ends_family IS NOT TRUE
       AND family IN (
            SELECT token.family
              FROM restapi_oauth2_token AS token
              JOIN UNNEST(%(ids)s) AS ending (id) ON ending.id = token.id)
"""

OAUTH2_INDEXES = _sql("""
    CREATE INDEX IF NOT EXISTS restapi_oauth2_token_ended_family
        ON restapi_oauth2_token (family) WHERE ends_family;
    CREATE INDEX IF NOT EXISTS restapi_oauth2_token_unused_code
        ON restapi_oauth2_token (expires_at) WHERE code_hash IS NOT NULL AND used_at IS NULL;
    CREATE INDEX IF NOT EXISTS restapi_oauth2_token_last_of_user
        ON restapi_oauth2_token (user_id, ({END})) WHERE {LAST};
    CREATE INDEX IF NOT EXISTS restapi_oauth2_token_last_of_application
        ON restapi_oauth2_token (application_id, ({END})) WHERE {LAST};
    CREATE INDEX IF NOT EXISTS restapi_oauth2_token_last_by_time
        ON restapi_oauth2_token (signed_in_at, ({ID})) WHERE {LAST};
    CREATE INDEX IF NOT EXISTS restapi_oauth2_token_last_by_id
        ON restapi_oauth2_token (({ID})) WHERE {LAST};
""")

OAUTH1_INDEXES = """
    CREATE INDEX IF NOT EXISTS restapi_oauth1_token_by_time
        ON restapi_oauth1_token (create_date, (id * 2 + 1)) WHERE revoked_at IS NULL;
    CREATE INDEX IF NOT EXISTS restapi_oauth1_token_by_id
        ON restapi_oauth1_token ((id * 2 + 1)) WHERE revoked_at IS NULL;
"""

# Rows of versions before 1.1, whose families could have several unused refresh tokens: the newest takes
# the place of the family, the others each stand for themselves.
COMPLETE_ROWS = """
    UPDATE restapi_oauth2_token AS token
       SET signed_in_at = family.signed_in_at,
           sign_in_id = CASE WHEN token.used_at IS NULL AND token.id < family.newest_id
                             THEN token.id ELSE family.id END,
           revoked_at = CASE WHEN family.is_ended
                             THEN COALESCE(token.revoked_at, NOW() AT TIME ZONE 'UTC')
                             ELSE token.revoked_at END
      FROM (
        SELECT family, MIN(id) AS id, MAX(id) AS newest_id, MIN(create_date) AS signed_in_at,
               BOOL_OR(COALESCE(ends_family, FALSE)) AS is_ended
          FROM restapi_oauth2_token
      GROUP BY family
           ) AS family
     WHERE token.signed_in_at IS NULL
       AND family.family = token.family
"""

# Those of versions before 1.1 are bound to the password as it is.
BIND_ROWS = """
    UPDATE {table} AS token
       SET user_generation = owner.restapi_generation
      FROM restapi_application AS application, res_users AS owner
     WHERE application.id = token.application_id
       AND application.kind <> 'machine'
       AND owner.id = token.user_id
       AND token.user_generation = %(unbound)s
"""
