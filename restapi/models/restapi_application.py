"""OAuth applications: the registered clients."""

import contextlib
from typing import List

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .. import compat
from ..compat import access
from ..exceptions import ServiceUnavailable
from ..oauth import database, keys, opaque_secrets, redirects, sealing
from ..oauth.caller import SCOPES
from ..odoo_types import Domain, Records, Vals
from ..rest.response import envelopes
from .restapi_sealing import create_key_index

# Changing one of these ends all tokens of the application at once.
TOKENS_DEPEND_ON = ("active", "user_id", "kind", "client_secret_sealed", "scopes")
# Only the server sets these; values from forms and clients are ignored.
CHOSEN_BY_SERVER = ("client_id", "generation", "database_uuid")


class RestapiApplication(models.Model):
    _name = "restapi.application"
    _inherit = "restapi.protected"
    _description = "OAuth Application"
    _order = "name, id"
    _restapi_readonly = CHOSEN_BY_SERVER

    name = fields.Char(
        required=True, help="Shown to users when they are asked to allow the application."
    )
    active = fields.Boolean(default=True)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        ondelete="cascade",
        default=lambda self: self.env.user,
        help="Machine applications act as this user. For other kinds, this user is responsible for the "
        "application.",
    )
    kind = fields.Selection(
        [
            ("machine", "Machine"),
            ("web", "Web"),
            ("public", "Public"),
        ],
        required=True,
        default="machine",
        help="Machine: acts as its own user, without asking anyone.\n"
        "Web: acts as each user who allows it, and keeps its secret on a server.\n"
        "Public: acts as each user who allows it, and cannot keep a secret, such as an app on a device "
        "or in a browser.",
    )
    client_id = fields.Char(
        string="Consumer Key",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: opaque_secrets.generate(),
    )
    client_secret_sealed = fields.Char(copy=False, groups=".")
    client_secret = fields.Char(
        string="Consumer Secret",
        compute="_compute_client_secret",
        compute_sudo=False,
        groups="restapi.group_manager",
    )
    database_uuid = fields.Char(
        string="Database UUID",
        readonly=True,
        copy=False,
        help="The application can sign in only to the database in which its secret was created, not to "
        "copies of it.",
    )
    generation = fields.Integer(
        default=0, readonly=True, copy=False, help="Tokens of earlier generations have ended."
    )
    redirect_uris = fields.Text(
        string="Redirect URIs",
        default="https://127.0.0.1/callback",  # the 1.0 manual's
        help="One per line. After signing in, users are redirected only to one of these URIs.",
    )
    scopes = fields.Char(
        required=True,
        default=" ".join(SCOPES),
        help="OAuth scopes that the application may request: %s." % ", ".join(SCOPES),
    )
    answers = fields.Selection(
        [
            (envelopes.MANUAL, "As in the 1.0 manual"),
            (envelopes.DEPLOYED, "As in the commercial 1.0 module"),
        ],
        required=True,
        default=envelopes.MANUAL,
        help="Clients written for the commercial module may need its format: the technical name of the "
        "model as the key, a list even for a single record, and status 201 for a new record.",
    )
    requires_if_match = fields.Boolean(
        string="Require If-Match",
        help="Requests that change or delete a record must send back the entity tag (ETag) with which they "
        "read it, so that the application never overwrites what somebody else has changed in the "
        "meantime. Changes of several records at once are refused.",
    )
    rsa_public_key = fields.Text(
        string="RSA Public Key",
        help="In PEM format; only for OAuth 1.0a requests signed with RSA-SHA1 or RSA-SHA256.",
    )
    access_token_lifetime = fields.Integer(
        default=3600, required=True, help="In seconds. 3600 is one hour."
    )
    refresh_token_lifetime = fields.Integer(
        default=30 * 24 * 3600,
        required=True,
        help="In seconds since the last refresh. 2592000 is 30 days.",
    )

    _client_id_uniq = compat.Constraint("UNIQUE (client_id)", "The Consumer Key must be unique.")

    def init(self) -> None:
        create_key_index(self.env.cr, self._table)
        database.adopt_rows_without_uuid(self.env.cr, self._table)

    @api.depends("client_secret_sealed", "database_uuid")
    def _compute_client_secret(self) -> None:
        may_see = self._may_see_secrets()
        for application in self:
            application.client_secret = False
            if not may_see or not application._is_of_this_database():
                continue
            # sudo: nobody may read the sealed column, but this caller may see the secret in it
            sealed = application.sudo().client_secret_sealed
            # with a lost restapi_secret_key it must still be possible to create a new secret
            with contextlib.suppress(ServiceUnavailable):
                application.client_secret = sealed and sealing.unseal(self.env, sealed)

    def _may_see_secrets(self) -> bool:
        """Whether the caller may see secrets; up to 18.0 Odoo doesn't check rights before it computes
        fields for ``mapped`` or ``export_data``."""
        if access.is_superuser(self.env):
            return True
        if not self.env.user.has_group("restapi.group_manager"):
            return False
        access.check_access(self.browse(self.ids), "read")  # without new records of a form
        return True

    @api.constrains("redirect_uris")
    def _check_redirect_uris(self) -> None:
        for application in self:
            for uri in application._redirect_uris():
                problem = redirects.problem(uri)
                if problem:
                    raise ValidationError(
                        _("Redirect URI %(uri)s: %(problem)s")
                        % {"uri": uri, "problem": self._redirect_uri_problem(problem)}
                    )

    @api.constrains("scopes")
    def _check_scopes(self) -> None:
        for application in self:
            unknown = set(application.scopes.split()) - set(SCOPES)
            if unknown:
                raise ValidationError(
                    _("Unknown scope %(unknown)s; available scopes: %(known)s")
                    % {"unknown": ", ".join(sorted(unknown)), "known": ", ".join(SCOPES)}
                )

    @api.constrains("rsa_public_key")
    def _check_rsa_public_key(self) -> None:
        for application in self.filtered("rsa_public_key"):
            problem = keys.problem(application.rsa_public_key)
            if problem:
                raise ValidationError(_("RSA Public Key: %s") % self._rsa_key_problem(problem))

    @api.model
    def _redirect_uri_problem(self, problem: str) -> str:
        """A message in the user's language for a problem that ``oauth.redirects`` found."""
        return {
            redirects.NO_URI: _(
                "it is not an absolute URI of printable ASCII characters, without a fragment."
            ),
            redirects.OWN_SCHEME: _(
                "an app's own scheme must be a reversed domain name, such as "
                "com.example.app:/callback."
            ),
            redirects.NO_HOST: _("it has no host name."),
            redirects.USER_NAME: _("it must not contain a user name."),
            redirects.NO_HTTPS: _(
                "it must begin with https; http is allowed only for 127.0.0.1, [::1] and localhost."
            ),
        }[problem]

    @api.model
    def _rsa_key_problem(self, problem: str) -> str:
        """A message in the user's language for a problem that ``oauth.keys`` found."""
        return {
            keys.PRIVATE: _("this is the private key, which must stay with the application."),
            keys.NO_PEM: _(
                "it is not a public key in PEM format, which begins with -----BEGIN PUBLIC KEY-----."
            ),
            keys.NO_RSA: _("it is not an RSA key."),
            keys.TOO_SHORT: _("it has fewer than %s bits.") % keys.MIN_SIZE,
        }[problem]

    @api.constrains("access_token_lifetime", "refresh_token_lifetime")
    def _check_lifetimes(self) -> None:
        for application in self:
            if application.access_token_lifetime < 1 or application.refresh_token_lifetime < 1:
                raise ValidationError(_("A token's lifetime must be at least one second."))

    @api.model_create_multi
    def create(self, vals_list: List[Vals]) -> Records:
        applications = super().create([_without_servers(vals) for vals in vals_list])
        for application in applications.sudo():  # sudo: nobody may write the sealed column
            application._renew_secret()
        return applications

    def write(self, vals: Vals) -> bool:
        vals = _without_servers(vals)
        ending = self.filtered(lambda application: application._ends_tokens(vals))
        result = super().write(vals)
        ending._end_tokens()
        return result

    def _ends_tokens(self, vals: Vals) -> bool:
        """Whether these values change a field that tokens depend on."""
        # sudo: nobody may read the sealed column
        current = self.sudo()
        return any(
            name in vals
            and self._fields[name].convert_to_write(current[name], current) != vals[name]
            for name in TOKENS_DEPEND_ON
        )

    def action_new_secret(self) -> bool:
        """Replace the secret, which ends all tokens.

        An application from a copy of another database then belongs to this database.
        """
        for application in self:
            access.check_access(application, "write")
            # sudo: managers may not write the sealed column either; check_access has checked the caller
            application.sudo()._renew_secret()
        # sudo: only the server has access to signing keys
        self.env["restapi.signing.key"].sudo()._make_openable()
        return True

    def _renew_secret(self) -> None:
        """Create a secret for this database, and end all tokens."""
        self.ensure_one()
        # not `write`, which drops the fields that only the server sets
        models.Model.write(
            self,
            {
                "client_secret_sealed": sealing.seal(self.env, opaque_secrets.generate()),
                "database_uuid": database.uuid(self.env),
                "generation": self.generation + 1,
            },
        )

    def _is_of_this_database(self) -> bool:
        """Whether its secret was created in this database rather than in one that this is a copy of."""
        return self.database_uuid == database.uuid(self.env)

    def _end_tokens(self) -> None:
        """End all tokens of the applications, by a new generation.

        That also covers tokens that concurrent transactions are issuing, which this one can't see.
        """
        # sudo: a user who archives users may have no access to applications
        for application in self.sudo():
            # not `write`, for which the token of the request would need all scopes
            models.Model.write(application, {"generation": application.generation + 1})

    @api.model
    def _revoke_tokens(self, domain: Domain) -> None:
        """Revoke the matching tokens of all applications.

        :param domain: a domain for both token models
        """
        live = [*domain, ("revoked_at", "=", False)]
        # sudo: only the server has access to tokens; callers may change what these depend on
        self.env["restapi.oauth1.token"].sudo().search(live)._revoke()
        self.env["restapi.oauth2.token"].sudo().search(live)._revoke_family()

    def _redirect_uris(self) -> List[str]:
        self.ensure_one()
        return (self.redirect_uris or "").split()


def _without_servers(vals: Vals) -> Vals:
    return {name: value for name, value in vals.items() if name not in CHOSEN_BY_SERVER}
