"""Codes and tokens of OAuth 2.0. Only hashes are kept of what a client holds."""

import uuid
from datetime import timedelta

from odoo import api, fields, models

from .. import compat
from ..oauth import secrets, tokens
from .restapi_token import KEEP_AFTER_END

CODE_LIFETIME = 600  # seconds, RFC 6749 §4.1.2
# A client that lost the answer, or whose threads refresh at once, may use a token again so soon.
RETRY_WINDOW = timedelta(seconds=10)


class RestapiOauth2Token(models.Model):
    """One row is a code, or an access token with its refresh token.

    Rows that descend from one sign-in are a family: if a code or a refresh token is used again,
    someone else may have it, and the whole family ends (RFC 9700 §4.14.2).
    """

    _name = "restapi.oauth2.token"
    _inherit = "restapi.token"
    _description = "OAuth 2.0 Token"
    _order = "id desc"
    _rec_name = "family"

    user_id = fields.Many2one(required=True)
    scopes = fields.Char(required=True, readonly=True, help="What the access token is good for.")
    granted_scopes = fields.Char(
        required=True, readonly=True, help="What the user allowed: a refresh can ask for all of it."
    )
    family = fields.Char(required=True, readonly=True, index=True)
    ends_family = fields.Boolean(
        readonly=True, help="With this one all of its family was revoked, whenever it was made."
    )
    parent_id = fields.Many2one(
        "restapi.oauth2.token",
        readonly=True,
        index=True,
        ondelete="set null",
        help="Whose code or refresh token was used for this one.",
    )
    code_hash = fields.Char(readonly=True, groups=".")
    code_challenge = fields.Char(readonly=True, groups=".")
    redirect_uri = fields.Char(readonly=True)
    jti = fields.Char(string="Token ID", readonly=True, groups=".")
    issuer = fields.Char(readonly=True)
    refresh_hash = fields.Char(readonly=True, groups=".")
    expires_at = fields.Datetime(
        required=True, readonly=True, help="When the code or the access token ends."
    )
    refresh_expires_at = fields.Datetime(readonly=True)
    used_at = fields.Datetime(
        readonly=True, help="When the code was exchanged or the refresh token used."
    )

    _code_hash_uniq = compat.Constraint("UNIQUE (code_hash)", "A code must be unique.")
    _jti_uniq = compat.Constraint("UNIQUE (jti)", "A token must be unique.")
    _refresh_hash_uniq = compat.Constraint("UNIQUE (refresh_hash)", "A token must be unique.")

    def init(self):
        # families of clients that refresh before each request have thousands of rows
        self.env.cr.execute(
            """
            CREATE INDEX IF NOT EXISTS restapi_oauth2_token_ended_family
                ON restapi_oauth2_token (family) WHERE ends_family
            """
        )

    @api.model
    def _issue_code(self, application, user, scopes, code, redirect_uri, code_challenge, origin):
        """Remember an authorization code (RFC 6749 §4.1.2)."""
        return self.create(
            {
                "application_id": application.id,
                "user_id": user.id,
                "scopes": _joined(scopes),
                "granted_scopes": _joined(scopes),
                "family": uuid.uuid4().hex,
                "code_hash": secrets.digest(code),
                "code_challenge": code_challenge,
                "redirect_uri": redirect_uri,
                "expires_at": fields.Datetime.now() + timedelta(seconds=CODE_LIFETIME),
                "origin": origin,
            }
        )

    @api.model
    def _issue(self, application, user, scopes, refresh_token, issuer, origin, parent=None):
        """Make an access token, and remember it together with its refresh token.

        :param refresh_token: in plain text, or None
        :param parent: the row of the code or of the refresh token that was used for it
        :returns: the row, and the signed access token
        :raises ServiceUnavailable: this server can open no key to sign with; nothing is stored then
        """
        now = fields.Datetime.now()
        lifetimes = application.access_token_lifetime, application.refresh_token_lifetime
        access_end, refresh_end = (now + timedelta(seconds=lifetime) for lifetime in lifetimes)
        claims = tokens.Claims(
            jti=uuid.uuid4().hex,
            issuer=issuer,
            subject=str(user.id),
            client_id=application.client_id,
            scope=_joined(scopes),
            expires_at=compat.timestamp(access_end),
        )
        access_token = tokens.encode(self.env, claims)
        row = self.create(
            {
                "application_id": application.id,
                "user_id": user.id,
                "scopes": claims.scope,
                "granted_scopes": parent.granted_scopes if parent else claims.scope,
                "family": parent.family if parent else uuid.uuid4().hex,
                "parent_id": parent and parent.id,
                "jti": claims.jti,
                "issuer": issuer,
                "refresh_hash": refresh_token and secrets.digest(refresh_token),
                "expires_at": access_end,
                "refresh_expires_at": refresh_end if refresh_token else False,
                "origin": origin,
            }
        )
        return row, access_token

    @api.model
    def _find_code(self, code):
        return self.search([("code_hash", "=", secrets.digest(code))])

    @api.model
    def _find_refresh_token(self, token):
        return self.search([("refresh_hash", "=", secrets.digest(token))])

    @api.model
    def _find_access_token(self, jti):
        return self.search([("jti", "=", jti)])

    @api.model
    def _allowed_scopes(self, application, user):
        """The scopes of all live tokens that a user gave an application."""
        now = fields.Datetime.now()
        rows = self.search(
            [
                ("application_id", "=", application.id),
                ("user_id", "=", user.id),
                ("generation", "=", application.generation),
                ("revoked_at", "=", False),
                ("jti", "!=", False),
                "|",
                ("expires_at", ">", now),
                "&",
                ("used_at", "=", False),
                ("refresh_expires_at", ">", now),
            ]
        )
        live = rows.filtered(lambda row: not row._is_revoked())
        return set(" ".join(live.mapped("granted_scopes")).split())

    def _is_live(self, end):
        """Whether a code or a token can be used until ``end``."""
        self.ensure_one()
        parties_live = self.application_id.active and self.user_id.active
        is_over = not end or end <= fields.Datetime.now() or self._is_revoked()
        return bool(parties_live and not is_over)

    def _is_replayed(self):
        """Whether a refresh token comes back for another reason than a retry of the same client.

        A retry comes at once, and before anything was done with what the first try gave.
        """
        self.ensure_one()
        if not self.used_at:
            return False
        successors = self.search([("parent_id", "=", self.id), ("used_at", "!=", False)], limit=1)
        # as far ahead as behind: the clock may have been set back since
        return bool(successors) or abs(fields.Datetime.now() - self.used_at) > RETRY_WINDOW

    def _mark_used(self):
        self.filtered(lambda row: not row.used_at).write({"used_at": fields.Datetime.now()})

    def _is_revoked(self):
        """Whether it was ended, by itself or with its family."""
        self.ensure_one()
        if self.revoked_at or self._is_of_earlier_generation():
            return True
        return bool(
            self.search([("family", "=", self.family), ("ends_family", "=", True)], limit=1)
        )

    def _revoke_family(self):
        """End all that descends from the same sign-ins, also what a request that runs at this
        moment adds to them: it can't be seen here, nor sees what is written here."""
        self.filtered(lambda row: not row.ends_family).write({"ends_family": True})
        self.search([("family", "in", self.mapped("family"))])._revoke()

    @compat.autovacuum
    def _gc_oauth2_tokens(self):
        """Delete rows that nobody can use any more, codes that nobody has used before the others."""
        now = fields.Datetime.now()
        limit = now - timedelta(days=KEEP_AFTER_END)
        unused = [("code_hash", "!=", False), ("used_at", "=", False)]
        # sudo: the job runs for nobody in particular
        rows = self.sudo()
        rows.search([("expires_at", "<", now - timedelta(days=1)), *unused]).unlink()
        rows.search(
            [
                ("expires_at", "<", limit),
                "|",
                ("refresh_expires_at", "=", False),
                ("refresh_expires_at", "<", limit),
            ]
        ).unlink()


def _joined(scopes):
    return " ".join(dict.fromkeys(scopes))
