"""Codes and tokens of OAuth 2.0. Only hashes of codes and refresh tokens are stored."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Iterable, List, Optional, Set, Tuple, Union

from odoo import api, fields, models

from .. import compat
from ..exceptions import InvalidToken
from ..oauth import database, opaque_secrets, refresh, tokens
from ..odoo_types import Record, Records, User, Vals
from . import sign_ins

CODE_LIFETIME = 600  # seconds, RFC 6749 §4.1.2
# A client that lost the answer, or whose threads refresh concurrently, may reuse a token within this time.
RETRY_WINDOW = timedelta(seconds=10)


class RestapiOauth2Token(models.Model):
    """Each row is a code, or an access token with its refresh token.

    Rows that descend from one sign-in are a family. If a code or a refresh token is reused, somebody may have
    stolen it, so the whole family is revoked (RFC 9700 §4.14.2). The rows of a family form a chain; the last
    one, whose refresh token is unused, represents the sign-in.
    """

    _name = "restapi.oauth2.token"
    _inherit = "restapi.token"
    _description = "OAuth 2.0 Token"
    _order = "id desc"
    _rec_name = "family"
    _rows_in_use = "%%(id)s, (%s)" % sign_ins.LAST_ROW

    user_id = fields.Many2one(required=True)
    scopes = fields.Char(required=True, readonly=True, help="The scopes of the access token.")
    granted_scopes = fields.Char(
        required=True,
        readonly=True,
        help="The scopes that the user granted; a refresh can request any of them.",
    )
    family = fields.Char(required=True, readonly=True, index=True)
    ends_family = fields.Boolean(
        readonly=True, help="The whole family is revoked with this row, including later rows."
    )
    parent_id = fields.Many2one(
        "restapi.oauth2.token",
        readonly=True,
        index=True,
        ondelete="set null",
        help="The row whose code or refresh token was used for this one.",
    )
    sign_in_id = fields.Integer(
        readonly=True, help="The row that the sign-in began with; 0 for this row."
    )
    signed_in_at = fields.Datetime(string="Signed In", readonly=True)
    code_hash = fields.Char(readonly=True, groups=".")
    code_challenge = fields.Char(readonly=True, groups=".")
    redirect_uri = fields.Char(readonly=True)
    jti = fields.Char(string="Token ID", readonly=True, groups=".")
    issuer = fields.Char(readonly=True)
    refresh_hash = fields.Char(readonly=True, groups=".")
    expires_at = fields.Datetime(
        required=True, readonly=True, help="When the code or the access token expires."
    )
    refresh_expires_at = fields.Datetime(readonly=True)
    used_at = fields.Datetime(
        readonly=True, help="When the code was exchanged or the refresh token used."
    )

    _code_hash_uniq = compat.Constraint("UNIQUE (code_hash)", "A code must be unique.")
    _jti_uniq = compat.Constraint("UNIQUE (jti)", "A token must be unique.")
    _refresh_hash_uniq = compat.Constraint("UNIQUE (refresh_hash)", "A token must be unique.")

    def init(self) -> Any:
        result = super().init()
        self.env.cr.execute(sign_ins.OAUTH2_INDEXES)
        self.env.cr.execute(sign_ins.COMPLETE_ROWS)
        return result

    @api.model
    def _issue_code(
        self,
        application: Record,
        user: User,
        scopes: Iterable[str],
        code: str,
        redirect_uri: Optional[str],
        code_challenge: Optional[str],
        origin: str,
    ) -> Record:
        """Store an authorization code (RFC 6749 §4.1.2)."""
        return self.create(
            {
                "application_id": application.id,
                "user_id": user.id,
                "scopes": _joined(scopes),
                "granted_scopes": _joined(scopes),
                "family": uuid.uuid4().hex,
                "code_hash": opaque_secrets.digest(code),
                "code_challenge": code_challenge,
                "signed_in_at": fields.Datetime.now(),
                "redirect_uri": redirect_uri,
                "expires_at": fields.Datetime.now() + timedelta(seconds=CODE_LIFETIME),
                "origin": origin,
            }
        )

    @api.model
    def _issue(
        self,
        application: Record,
        user: User,
        scopes: Iterable[str],
        issuer: str,
        origin: str,
        parent: Optional[Record] = None,
        used_token: Optional[str] = None,
        is_refreshable: bool = True,
    ) -> Tuple[Record, str, Optional[str]]:
        """Issue an access token, and store it with its refresh token.

        :param parent: the row of the code or refresh token that was used
        :param used_token: the used refresh token, in plain text
        :returns: the row, the signed access token, and the refresh token in plain text or None
        :raises ServiceUnavailable: this server can't decrypt any signing key; nothing is stored
        """
        now = fields.Datetime.now()
        jti = uuid.uuid4().hex
        refresh_token = None
        if used_token:
            refresh_token = refresh.successor(self.env, used_token, jti)
        elif is_refreshable:
            refresh_token = opaque_secrets.generate(43)
        vals = {
            "application_id": application.id,
            "user_id": user.id,
            "scopes": _joined(scopes),
            "granted_scopes": _joined(scopes),
            "family": uuid.uuid4().hex,
            "signed_in_at": now,
            "jti": jti,
            "issuer": issuer,
            "refresh_hash": refresh_token and opaque_secrets.digest(refresh_token),
            "expires_at": now + timedelta(seconds=application.access_token_lifetime),
            "refresh_expires_at": False,
            "origin": origin,
        }
        if refresh_token:
            vals["refresh_expires_at"] = now + timedelta(seconds=application.refresh_token_lifetime)
        if parent:
            vals.update(parent._handed_on(vals["refresh_expires_at"]))
        access_token = self._sign(application, user, vals)
        if parent and used_token:
            # before creating the row: one of several concurrent requests continues, Odoo retries the others
            parent._mark_used()
        return self.create(vals), access_token, refresh_token

    def _handed_on(self, refresh_end: Union[datetime, bool]) -> Vals:
        """The values that the next row of the chain inherits."""
        self.ensure_one()
        return {
            "granted_scopes": self.granted_scopes,
            "family": self.family,
            "parent_id": self.id,
            "sign_in_id": self.sign_in_id or self.id,
            "signed_in_at": self.signed_in_at,
            "last_used_at": self.last_used_at,
            # the last row represents the sign-in, so it must not expire before an earlier one, which may
            # have been issued with a longer lifetime
            "refresh_expires_at": refresh_end and max(refresh_end, self.expires_at),
        }

    @api.model
    def _sign(self, application: Record, user: User, row: Union[Record, Vals]) -> str:
        """The signed access token, the same each time as long as the signing key is the same.

        :param row: the row of the token, or the values that it will have
        :raises ServiceUnavailable: this server can't decrypt any signing key
        """
        end = compat.timestamp(row["expires_at"])
        claims = tokens.Claims(
            jti=row["jti"],
            issuer=row["issuer"],
            subject=str(user.id),
            client_id=application.client_id,
            scope=row["scopes"],
            # if the lifetime was shortened meanwhile, this difference would be in the future
            issued_at=min(
                end - application.access_token_lifetime, compat.timestamp(fields.Datetime.now())
            ),
            expires_at=end,
        )
        return tokens.encode(self.env, claims)

    @api.model
    def _find_code(self, code: str) -> Record:
        return self.search([("code_hash", "=", opaque_secrets.digest(code))])

    @api.model
    def _find_refresh_token(self, token: str) -> Record:
        return self.search([("refresh_hash", "=", opaque_secrets.digest(token))])

    @api.model
    def _find_access_token(self, token: str) -> Record:
        """The row of an access token; empty if the token is invalid or its claims differ from the row."""
        try:
            claims = tokens.decode(self.env, token, database.uuid(self.env))
        except InvalidToken:
            return self.browse()
        row = self.search([("jti", "=", claims.jti)])
        client_id = row.application_id.client_id
        is_valid = row and claims.match(row.issuer, row.user_id.id, client_id, row.expires_at)
        return row if is_valid else self.browse()

    @api.model
    def _allowed_scopes(self, application: Record, user: User) -> Set[str]:
        """The scopes of all live sign-ins of a user with an application, in one query."""
        self.env.cr.execute(sign_ins.ALLOWED_SCOPES, [application.id, user.id])
        return set(" ".join(scopes for (scopes,) in self.env.cr.fetchall()).split())

    def _is_live(self, end: Optional[datetime]) -> bool:
        """Whether a code or a token that expires at ``end`` is live."""
        self.ensure_one()
        are_active = self.application_id.active and self.user_id.active
        has_ended = not end or end <= fields.Datetime.now() or self._is_revoked()
        return bool(are_active and not has_ended)

    def _is_replayed(self) -> bool:
        """Whether the reuse of a refresh token is not a retry by the same client.

        A retry comes within seconds, and before the tokens of the first attempt are used.
        """
        self.ensure_one()
        if not self.used_at:
            return False
        successors = self.search([("parent_id", "=", self.id), ("used_at", "!=", False)], limit=1)
        # in both directions, since the clock may have been set back meanwhile
        return bool(successors) or abs(fields.Datetime.now() - self.used_at) > RETRY_WINDOW

    def _first_answer(self, token: str) -> Optional[Tuple[Record, str, str]]:
        """The result of ``_issue`` for the first use of this refresh token; None if it can't be derived.

        :param token: this refresh token, in plain text
        """
        self.ensure_one()
        for row in self.search([("parent_id", "=", self.id), ("refresh_hash", "!=", False)]):
            for candidate in refresh.candidates(self.env, token, row.jti):
                if opaque_secrets.is_digest_of(row.refresh_hash, candidate):
                    return row, self._sign(row.application_id, row.user_id, row), candidate
        return None

    def _mark_used(self) -> None:
        """Mark the code or refresh token as used.

        PostgreSQL lets one of several concurrent requests continue; Odoo retries the others.
        """
        self.filtered(lambda row: not row.used_at).write({"used_at": fields.Datetime.now()})
        # up to 13.0 Odoo would flush outside its retry loop
        compat.flush_all(self.env)

    def _is_revoked(self) -> bool:
        """Whether the token was revoked, alone or with its family."""
        self.ensure_one()
        if self.revoked_at or self._is_of_earlier_generation():
            return True
        return bool(
            self.search([("family", "=", self.family), ("ends_family", "=", True)], limit=1)
        )

    def _revoke_family(self) -> None:
        """Revoke all tokens of the same sign-ins, including those that concurrent transactions are adding,
        which this one can't see."""
        if not self:
            return
        compat.flush_all(self.env)
        # one statement, since a user may have 100,000 tokens
        ending = {"ids": self.ids, "now": fields.Datetime.now()}
        self.env.cr.execute(sign_ins.REVOKE_FAMILIES, ending)
        compat.forget_all(self.env)

    @api.model
    def _of_sign_ins(self, ids: List[int]) -> Records:
        """The last rows of these sign-ins.

        :param ids: ids of ``restapi.active.token``
        """
        self.env.cr.execute(sign_ins.LAST_ROWS, [ids])
        return self.browse([row_id for (row_id,) in self.env.cr.fetchall()])


def _joined(scopes: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(scopes))
