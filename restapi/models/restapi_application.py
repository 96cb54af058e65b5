"""OAuth applications: the clients that may sign in."""

import contextlib
from typing import List

from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from .. import compat
from ..compat import access
from ..exceptions import ServiceUnavailable
from ..oauth import database, keys, opaque_secrets, redirects, sealing
from ..oauth.caller import SCOPES
from ..odoo_types import Domain, Record, Records, Vals
from ..rest.response import envelopes
from .restapi_sealing import create_key_index

# A change of one of these ends all tokens of the application at once.
TOKENS_DEPEND_ON = ("active", "user_id", "kind", "client_secret_sealed", "scopes")
# The server's to choose, whatever a form or a client sends.
CHOSEN_BY_SERVER = ("client_id", "generation", "database_uuid")


class RestapiApplication(models.Model):
    _name = "restapi.application"
    _inherit = "restapi.protected"
    _description = "OAuth Application"
    _order = "name, id"
    _restapi_readonly = CHOSEN_BY_SERVER

    name = fields.Char(
        required=True, help="People see it when they are asked to allow the application."
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
        help="Machine: acts as its own user; nobody is asked.\n"
        "Web: acts as each user who allows it, and keeps its secret on a server.\n"
        "Public: acts as each user who allows it, and can keep no secret, as an app on a device or "
        "in a browser.",
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
        help="It can sign in to the database in which its secret was made, and to no copy.",
    )
    generation = fields.Integer(
        default=0, readonly=True, copy=False, help="Tokens of an earlier one have ended."
    )
    redirect_uris = fields.Text(
        string="Redirect URIs",
        default="https://127.0.0.1/callback",  # the 1.0 manual's
        help="One per line. After signing in, people are sent to one of these addresses and nowhere "
        "else.",
    )
    scopes = fields.Char(
        required=True,
        default=" ".join(SCOPES),
        help="OAuth scopes that the application may ask for: %s." % ", ".join(SCOPES),
    )
    answers = fields.Selection(
        [
            (envelopes.MANUAL, "As the 1.0 manual prints"),
            (envelopes.DEPLOYED, "As the commercial 1.0 module answered"),
        ],
        required=True,
        default=envelopes.MANUAL,
        help="Clients that were written for the commercial module may need its way: the technical "
        "name of the model as key, a list for one record, 201 for a new one.",
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
            # sudo: the sealed column is closed to everybody; who asks may see what is in it
            sealed = application.sudo().client_secret_sealed
            # a changed restapi_secret_key must not keep anybody from making a new secret
            with contextlib.suppress(ServiceUnavailable):
                application.client_secret = sealed and sealing.unseal(self.env, sealed)

    def _may_see_secrets(self) -> bool:
        """Up to 18.0 Odoo reads a computed field without looking at any right, for whoever calls
        ``mapped`` or ``export_data``."""
        if access.is_superuser(self.env):
            return True
        if not self.env.user.has_group("restapi.group_manager"):
            return False
        access.check_access(self.browse(self.ids), "read")  # without those that a form is making
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
                    _("Unknown scope %(unknown)s; there are: %(known)s")
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
        """What ``oauth.redirects`` found, in the user's language."""
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
                "it must begin with https; http is possible for 127.0.0.1, [::1] and localhost "
                "only."
            ),
        }[problem]

    @api.model
    def _rsa_key_problem(self, problem: str) -> str:
        """What ``oauth.keys`` found, in the user's language."""
        return {
            keys.PRIVATE: _("this is the private key; it stays with the application."),
            keys.NO_PEM: _(
                "it is not a public key in PEM, which begins with -----BEGIN PUBLIC KEY-----."
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
        for application in applications.sudo():  # sudo: the sealed column is closed to everybody
            application._renew_secret()
        return applications

    def write(self, vals: Vals) -> bool:
        vals = _without_servers(vals)
        ending = self.filtered(lambda application: application._ends_tokens(vals))
        result = super().write(vals)
        ending._end_tokens()
        return result

    def _ends_tokens(self, vals: Vals) -> bool:
        """Whether writing these values changes what the tokens were given for."""
        # sudo: the sealed column is closed to everybody
        current = self.sudo()
        return any(
            name in vals
            and self._fields[name].convert_to_write(current[name], current) != vals[name]
            for name in TOKENS_DEPEND_ON
        )

    def action_new_secret(self) -> bool:
        """Replace the secret; all tokens end. An application that came along in a copy of another
        database belongs to this one from then on."""
        for application in self:
            access.check_access(application, "write")
            # sudo: the sealed column is closed to managers too; check_access has let them in
            application.sudo()._renew_secret()
        # sudo: nobody but the server touches keys
        self.env["restapi.signing.key"].sudo()._make_openable()
        return True

    def _renew_secret(self) -> None:
        """Make a secret that works in this database, and end the tokens that an earlier one gave."""
        self.ensure_one()
        # not by `write`, which leaves the UUID to the server
        models.Model.write(
            self,
            {
                "client_secret_sealed": sealing.seal(self.env, opaque_secrets.generate()),
                "database_uuid": database.uuid(self.env),
                "generation": self.generation + 1,
            },
        )

    def _is_of_this_database(self) -> bool:
        """Whether it signs in here; one that came along in a copy of another database does not."""
        return self.database_uuid == database.uuid(self.env)

    def _end_tokens(self) -> None:
        """End all tokens of the applications: also those that other requests make at this moment,
        which can't see what is written here, nor be seen."""
        # sudo: whoever ends them by archiving a user need not see applications
        for application in self.sudo():
            # not by `write`, for which the token of a request needs all scopes
            models.Model.write(application, {"generation": application.generation + 1})

    @api.model
    def _revoke_tokens(self, domain: Domain) -> None:
        """End those tokens, of whatever application.

        :param domain: of both models of tokens
        """
        live = [*domain, ("revoked_at", "=", False)]
        # sudo: nobody but the server touches tokens; the caller may change what they depend on
        self.env["restapi.oauth1.token"].sudo().search(live)._revoke()
        self.env["restapi.oauth2.token"].sudo().search(live)._revoke_family()

    @api.model
    def _by_client_id(self, client_id: str) -> Record:
        """The live application of that key; empty if there is none (one indexed query)."""
        live = [("active", "=", True), ("user_id.active", "=", True)]
        found = self.search([("client_id", "=", client_id), *live], limit=1)
        return found if found._is_of_this_database() else self.browse()

    def _redirect_uris(self) -> List[str]:
        self.ensure_one()
        return (self.redirect_uris or "").split()

    @api.model
    def _demo_application(self) -> Record:
        """The application of ``make demo``; empty unless the server is a demo."""
        if not compat.is_set(self.env, "restapi.demo"):
            return self.browse()
        found = self.env.ref("restapi.demo_application", raise_if_not_found=False)
        return (found and found._is_of_this_database() and found) or self.browse()


def _without_servers(vals: Vals) -> Vals:
    return {name: value for name, value in vals.items() if name not in CHOSEN_BY_SERVER}
