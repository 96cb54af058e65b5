"""What the tokens of both protocols have in common."""

from odoo import api, fields, models

KEEP_AFTER_END = 30  # days that an ended row is kept, so that its reuse is noticed

# Again only if it is news, as it is for many requests that come at once.
_RECORD_USE = """
    UPDATE {table} SET last_used_at = %(now)s
     WHERE id IN (
        SELECT t.id FROM {table} t
         WHERE t.id = %(id)s
           AND (t.last_used_at BETWEEN %(now)s::timestamp - interval '10 minutes'
                                   AND %(now)s::timestamp + interval '10 minutes') IS NOT TRUE
           FOR UPDATE SKIP LOCKED)
"""


class RestapiToken(models.AbstractModel):
    _name = "restapi.token"
    _inherit = "restapi.closed"
    _description = "OAuth Token"

    application_id = fields.Many2one(
        "restapi.application", required=True, readonly=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one("res.users", readonly=True, index=True, ondelete="cascade")
    generation = fields.Integer(
        default=0, readonly=True, help="That of the application when it was given."
    )
    revoked_at = fields.Datetime(readonly=True)
    last_used_at = fields.Datetime(string="Last Use", readonly=True)
    origin = fields.Char(readonly=True, help="The network address of the sign-in.")

    @api.model_create_multi
    def create(self, vals_list):
        applications = self.env["restapi.application"]
        for vals in vals_list:
            vals["generation"] = applications.browse(vals.get("application_id")).generation
        return super().create(vals_list)

    def _is_of_earlier_generation(self):
        """Whether the application has ended its tokens since."""
        return self.generation != self.application_id.generation

    def _revoke(self):
        self.filtered(lambda row: not row.revoked_at).write({"revoked_at": fields.Datetime.now()})

    @api.model
    def _record_use(self, token_id):
        """Note that a token is in use, at most once in ten minutes, on a connection of its own.

        The request itself stays free of writes; of two requests at once, one skips it.
        """
        with self.env.registry.cursor() as cr:
            # the default of Odoo would raise an error for the second of two requests at once
            cr.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")
            # pylint: disable=sql-injection
            cr.execute(
                _RECORD_USE.format(table=self._table),
                {"now": fields.Datetime.now(), "id": token_id},
            )
