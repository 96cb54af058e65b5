"""Request tokens and access tokens of OAuth 1.0a (RFC 5849 §2)."""

from datetime import timedelta
from typing import Any, Set

from odoo import api, fields, models

from .. import compat
from ..oauth import database, opaque_secrets, sealing
from ..odoo_types import Record, User
from .restapi_sealing import create_key_index
from .restapi_token import UNBOUND
from .sign_ins import OAUTH1_INDEXES

REQUEST_TOKEN_LIFETIME = 600  # seconds


class RestapiOauth1Token(models.Model):
    """The secret is sealed rather than hashed, since signatures are checked with it. An access token doesn't
    expire: it ends with its user or its application, or when it is revoked."""

    _name = "restapi.oauth1.token"
    _inherit = "restapi.token"
    _description = "OAuth 1.0a Token"
    _order = "id desc"
    _rec_name = "kind"

    kind = fields.Selection(
        [("request", "Request token"), ("access", "Access token")], required=True, readonly=True
    )
    token_hash = fields.Char(required=True, readonly=True, groups=".")
    secret_sealed = fields.Char(required=True, readonly=True, groups=".")
    callback = fields.Char(readonly=True, help="The redirect URI; oob if there is none.")
    verifier_hash = fields.Char(readonly=True, groups=".")
    expires_at = fields.Datetime(readonly=True, help="When a request token expires.")

    _token_hash_uniq = compat.Constraint("UNIQUE (token_hash)", "A token must be unique.")

    def init(self) -> Any:
        result = super().init()
        self.env.cr.execute(OAUTH1_INDEXES)
        create_key_index(self.env.cr, self._table)
        return result

    @api.model
    def _issue_request_token(
        self, application_id: int, token: str, secret: str, callback: str, origin: str
    ) -> Record:
        """Store temporary credentials (RFC 5849 §2.1)."""
        now = fields.Datetime.now()
        return self.create(
            {
                "kind": "request",
                "application_id": application_id,
                "token_hash": opaque_secrets.digest(token),
                "secret_sealed": sealing.seal(self.env, secret),
                "callback": callback,
                "expires_at": now + timedelta(seconds=REQUEST_TOKEN_LIFETIME),
                "origin": origin,
            }
        )

    def _exchange(self, token: str, secret: str, origin: str) -> Record:
        """Replace a request token by an access token (RFC 5849 §2.3).

        Of several concurrent exchanges one deletes the row; Odoo retries the others, which then find no row.
        """
        self.ensure_one()
        access_token = self.create(
            {
                "kind": "access",
                "application_id": self.application_id.id,
                "user_id": self.user_id.id,
                "token_hash": opaque_secrets.digest(token),
                "secret_sealed": sealing.seal(self.env, secret),
                "origin": origin,
            }
        )
        self.unlink()
        return access_token

    @api.model
    def _find_request_token(self, token: str) -> Record:
        """The row of a live request token; empty if there is none."""
        found = self.search(
            [
                ("token_hash", "=", opaque_secrets.digest(token)),
                ("kind", "=", "request"),
                ("revoked_at", "=", False),
                ("expires_at", ">", fields.Datetime.now()),
                ("application_id.active", "=", True),
                ("application_id.database_uuid", "=", database.uuid(self.env)),
                ("application_id.user_id.active", "=", True),
            ]
        )
        return found.filtered(lambda token: not token._is_of_earlier_generation())

    @api.model
    def _allowed_scopes(self, application: Record, user: User) -> Set[str]:
        """All scopes of the application if the user has a live access token for it, else none."""
        token = self.search(
            [
                ("application_id", "=", application.id),
                ("user_id", "=", user.id),
                ("kind", "=", "access"),
                ("generation", "=", application.generation),
                ("revoked_at", "=", False),
                # not "in", which up to 15.0 drops 0: the generation of users who never had a password
                "|",
                ("user_generation", "=", UNBOUND),
                ("user_generation", "=", self._user_generation(application, user.id)),
            ],
            limit=1,
        )
        return set(application.scopes.split()) if token else set()

    def _authorize(self, user: User, verifier: str) -> None:
        """Record the user's consent (RFC 5849 §2.2)."""
        vals = {"user_id": user.id, "verifier_hash": opaque_secrets.digest(verifier)}
        vals["user_generation"] = self._user_generation(self.application_id, user.id)
        self.write(vals)
