"""What a user allowed: one row for each application that acts as them, for their preferences."""

from odoo import api, fields, models, tools

from ..compat import access
from .sign_ins import SIGN_INS

# Of the latest sign-in: the maximum of an array that begins with its time, which takes no sorting.
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
"""  # noqa: S608 - put together from constants
    % (_LATEST, _LATEST, SIGN_INS)
)


class RestapiGrant(models.Model):
    """Readable by everybody, each their own rows; of the application it shows only the name."""

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
    # in full sentences for the page, in a word each for the list
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
        # sudo: users see no application; what the scopes mean is no secret
        applications = self.env["restapi.application"].sudo()
        for grant in self:
            scopes = (grant.scopes or "").split()
            grant.scope_labels = ", ".join(applications._scope_labels(scopes))
            grant.scope_words = applications._scope_words(scopes)

    def action_revoke(self) -> bool:
        """End what these applications may do as the user."""
        # A rule opens to each user their own rows alone.
        access.check_access(self, "read")
        # sudo: users see no application and touch no token
        for grant in self.sudo():
            of_grant = [("application_id", "=", grant.application_id.id)]
            grant.application_id._revoke_tokens([*of_grant, ("user_id", "=", grant.user_id.id)])
        return True
