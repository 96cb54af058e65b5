"""Grants: one row for each application that a user has allowed, for the user's preferences."""

from odoo import api, fields, models, tools

from ..compat import access
from .sign_ins import SIGN_INS

# Values of the latest sign-in: the maximum of arrays that begin with the time, which needs no sorting.
_LATEST = "MAX(ARRAY[sign_in.signed_in_at::text, sign_in.scopes, sign_in.origin])"
GRANTS = (
    """
    SELECT MIN(sign_in.id) AS id,
           sign_in.application_id,
           sign_in.user_id,
           sign_in.name,
           (%s)[2]::varchar AS scopes,
           (%s)[3]::varchar AS origin,
           MAX(sign_in.last_used_at) AS last_used_at
      FROM (%s) AS sign_in
     WHERE sign_in.kind <> 'machine'
  GROUP BY sign_in.application_id, sign_in.user_id, sign_in.name
"""  # noqa: S608 - built from constants
    % (_LATEST, _LATEST, SIGN_INS)
)


class RestapiGrant(models.Model):
    """Users may read their own rows, which show only the name of the application."""

    _name = "restapi.grant"
    _description = "Allowed Application"
    _auto = False
    _order = "name, id"

    name = fields.Char(string="Application", readonly=True)
    application_id = fields.Many2one(
        "restapi.application",
        string="OAuth Application",
        readonly=True,
        groups="restapi.group_manager",
    )
    user_id = fields.Many2one("res.users", readonly=True)
    scopes = fields.Char(readonly=True)
    # full labels for the page, one word each for the list
    scope_labels = fields.Char(
        string="Permissions in Full", compute="_compute_scope_labels", compute_sudo=False
    )
    scope_words = fields.Char(
        string="Permissions", compute="_compute_scope_labels", compute_sudo=False
    )
    origin = fields.Char(
        string="Signed In From", readonly=True, help="The network address of the latest sign-in."
    )
    last_used_at = fields.Datetime(string="Last Use", readonly=True)

    def init(self) -> None:
        tools.sql.drop_view_if_exists(self.env.cr, self._table)
        # pylint: disable=sql-injection
        self.env.cr.execute("CREATE VIEW %s AS (%s)" % (self._table, GRANTS))

    @api.depends("scopes")
    def _compute_scope_labels(self) -> None:
        # sudo: users have no access to applications, and the labels of scopes are not secret
        applications = self.env["restapi.application"].sudo()
        for grant in self:
            scopes = (grant.scopes or "").split()
            grant.scope_labels = ", ".join(applications._scope_labels(scopes))
            grant.scope_words = applications._scope_words(scopes)

    def action_revoke(self) -> bool:
        """Revoke the access of these applications to the user's account."""
        # A record rule limits users to their own rows.
        access.check_access(self, "read")
        # sudo: users have no access to applications and tokens
        for grant in self.sudo():
            of_grant = [("application_id", "=", grant.application_id.id)]
            grant.application_id._revoke_tokens([*of_grant, ("user_id", "=", grant.user_id.id)])
        return True
