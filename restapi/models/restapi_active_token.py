"""The sign-ins that work now, of both protocols, as managers see and end them."""

from odoo import fields, models, tools

from ..compat import access

# OAuth 2.0: one row for each family, whose tokens follow each other and end together. It lives by an
# access token, or by a refresh token that can still be used. OAuth 1.0a: access tokens, without end.
# The parity of an id tells the protocol.
SIGN_INS = """
    SELECT MIN(token.id) * 2 AS id,
           'oauth2' AS protocol,
           token.application_id,
           token.user_id,
           (ARRAY_AGG(token.scopes ORDER BY token.id DESC))[1] AS scopes,
           (ARRAY_AGG(token.origin ORDER BY token.id DESC))[1] AS origin,
           MIN(token.create_date) AS signed_in_at,
           MAX(token.last_used_at) AS last_used_at,
           MAX(GREATEST(token.expires_at, token.refresh_expires_at)) AS expires_at
      FROM restapi_oauth2_token AS token
      JOIN restapi_application AS application
        ON application.id = token.application_id AND application.generation = token.generation
  GROUP BY token.family, token.application_id, token.user_id
    HAVING BOOL_OR(
               token.revoked_at IS NULL AND token.jti IS NOT NULL AND (
                   token.expires_at > NOW() AT TIME ZONE 'UTC'
                   OR (token.used_at IS NULL
                       AND token.refresh_expires_at > NOW() AT TIME ZONE 'UTC')
               )
           )
       AND NOT BOOL_OR(COALESCE(token.ends_family, FALSE))
 UNION ALL
    SELECT token.id * 2 + 1,
           'oauth1',
           token.application_id,
           token.user_id,
           application.scopes,
           token.origin,
           token.create_date,
           token.last_used_at,
           NULL
      FROM restapi_oauth1_token AS token
      JOIN restapi_application AS application
        ON application.id = token.application_id AND application.generation = token.generation
     WHERE token.kind = 'access' AND token.revoked_at IS NULL
"""


class RestapiActiveToken(models.Model):
    """A view of the token tables without anything secret; they themselves stay closed."""

    _name = "restapi.active.token"
    _description = "Active Token"
    _auto = False
    _order = "signed_in_at desc, id desc"
    _rec_name = "protocol"

    application_id = fields.Many2one(
        "restapi.application", string="OAuth Application", readonly=True
    )
    user_id = fields.Many2one("res.users", readonly=True)
    protocol = fields.Selection([("oauth1", "OAuth 1.0a"), ("oauth2", "OAuth 2.0")], readonly=True)
    scopes = fields.Char(readonly=True)
    origin = fields.Char(
        string="Signed In From", readonly=True, help="The network address of the sign-in."
    )
    signed_in_at = fields.Datetime(string="Signed In", readonly=True)
    last_used_at = fields.Datetime(string="Last Use", readonly=True)
    expires_at = fields.Datetime(string="Expires At", readonly=True)

    def init(self):
        tools.drop_view_if_exists(self.env.cr, self._table)
        # pylint: disable=sql-injection
        self.env.cr.execute("CREATE VIEW %s AS (%s)" % (self._table, SIGN_INS))

    def action_revoke(self):
        """End these sign-ins."""
        # Managers, who alone may read this, are the ones who end tokens.
        access.check_access(self, "read")
        ids = {"oauth1": [], "oauth2": []}
        for row in self:
            ids[row.protocol].append(row.id // 2)
        # sudo: nobody but the server touches tokens
        self.env["restapi.oauth1.token"].sudo().browse(ids["oauth1"])._revoke()
        self.env["restapi.oauth2.token"].sudo().browse(ids["oauth2"])._revoke_family()
        return True
