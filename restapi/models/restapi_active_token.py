"""The sign-ins that work now, of both protocols, as managers see and end them."""

from typing import Any, Dict, List

from odoo import api, fields, models, tools

from ..compat import access
from .sign_ins import SIGN_INS

_TOTALS = """
    SELECT {column}, COUNT(*), MAX(last_used_at)
      FROM restapi_active_token
     WHERE {column} = ANY(%s)
  GROUP BY {column}
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
    expires_at = fields.Datetime(readonly=True)

    def init(self) -> None:
        tools.sql.drop_view_if_exists(self.env.cr, self._table)
        # pylint: disable=sql-injection
        self.env.cr.execute("CREATE VIEW %s AS (%s)" % (self._table, SIGN_INS))

    @api.model
    def _totals(self, column: str, ids: List[int]) -> Dict[int, List[Any]]:
        """How many sign-ins there are, and their last use, for each of these users or applications that
        has any (one query).

        :param column: ``user_id`` or ``application_id``
        :raises odoo.exceptions.AccessError: the caller may not see them; up to 18.0 Odoo computes
            fields for whoever calls ``mapped`` or ``export_data``
        """
        access.check_model_access(self, "read")
        # pylint: disable=sql-injection
        self.env.cr.execute(_TOTALS.format(column=column), [ids])
        return {row_id: totals for row_id, *totals in self.env.cr.fetchall()}

    def action_revoke(self) -> bool:
        """End these sign-ins."""
        # Managers, who alone may read this, are the ones who end tokens.
        access.check_access(self, "read")
        ids: Dict[str, List[int]] = {"oauth1": [], "oauth2": []}
        for row in self:
            ids[row.protocol].append(row.id)
        # sudo: nobody but the server touches tokens
        tokens1 = self.env["restapi.oauth1.token"].sudo()
        tokens1.browse([view_id // 2 for view_id in ids["oauth1"]])._revoke()
        self.env["restapi.oauth2.token"].sudo()._of_sign_ins(ids["oauth2"])._revoke_family()
        return True
