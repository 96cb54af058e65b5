"""What the tokens of both protocols have in common."""

from typing import List, Optional

from odoo import api, fields, models

from ..oauth import database
from ..odoo_types import Record, Records, Vals
from .sign_ins import BIND_ROWS

KEEP_AFTER_END = 30  # days that an ended row is kept, so that its reuse is noticed

# The generation of a user that never comes: of a token that a new password does not end.
UNBOUND = 2**31 - 1

# Again only if it is news, as it is for many requests that come at once.
_RECORD_USE = """
    UPDATE {table} SET last_used_at = %(now)s
     WHERE id IN (
        SELECT t.id FROM {table} t
         WHERE t.id IN ({rows})
           AND (t.last_used_at BETWEEN %(now)s::timestamp - interval '10 minutes'
                                   AND %(now)s::timestamp + interval '10 minutes') IS NOT TRUE
           FOR UPDATE SKIP LOCKED)
"""


class RestapiToken(models.AbstractModel):
    _name = "restapi.token"
    _inherit = "restapi.protected"
    _description = "OAuth Token"
    _rows_in_use = "%(id)s"  # SQL: those that the use of a row is noted in

    application_id = fields.Many2one(
        "restapi.application", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", readonly=True, index=True, ondelete="cascade")
    generation = fields.Integer(
        default=0, readonly=True, help="That of the application when it was given."
    )
    user_generation = fields.Integer(
        default=UNBOUND, readonly=True, help="That of the user when it was given."
    )
    revoked_at = fields.Datetime(readonly=True)
    last_used_at = fields.Datetime(string="Last Use", readonly=True)
    origin = fields.Char(readonly=True, help="The network address of the sign-in.")

    def init(self) -> None:
        if not self._abstract:
            # pylint: disable=sql-injection
            self.env.cr.execute(BIND_ROWS.format(table=self._table), {"unbound": UNBOUND})

    @api.model_create_multi
    def create(self, vals_list: List[Vals]) -> Records:
        applications = self.env["restapi.application"]
        for vals in vals_list:
            application = applications.browse(vals.get("application_id"))
            vals["generation"] = application.generation
            vals["user_generation"] = self._user_generation(application, vals.get("user_id"))
        return super().create(vals_list)

    @api.model
    def _user_generation(self, application: Record, user_id: Optional[int]) -> int:
        """What a new token of a user is bound to. Those of machine applications are to nothing: nobody
        would give them a new sign-in at the moment when somebody changes a password."""
        if not user_id or application.kind == "machine":
            return UNBOUND
        return self.env["res.users"]._restapi_generation(user_id)

    def _is_of_earlier_generation(self) -> bool:
        """Whether the application, or the user, has ended its tokens since."""
        if self.generation != self.application_id.generation:
            return True
        if self.user_generation == UNBOUND:
            return False
        return self.user_generation != self.env["res.users"]._restapi_generation(self.user_id.id)

    def _revoke(self) -> None:
        self.filtered(lambda row: not row.revoked_at).write({"revoked_at": fields.Datetime.now()})

    @api.model
    def _record_use(self, token_id: int) -> None:
        """Note that a token is in use, at most once in ten minutes, on a connection of its own.

        The request itself stays free of writes; of two requests at once, one skips it.
        """
        with database.own_cursor(self.env) as cr:
            # pylint: disable=sql-injection
            cr.execute(
                _RECORD_USE.format(table=self._table, rows=self._rows_in_use),
                {"now": fields.Datetime.now(), "id": token_id},
            )
