"""The keys that sign access tokens (RFC 7517)."""

import contextlib
import json
import uuid
from datetime import timedelta

from cryptography.hazmat.primitives import serialization
from jwt.algorithms import RSAAlgorithm

from odoo import api, fields, models, tools

from .. import compat
from ..exceptions import ServiceUnavailable
from ..oauth import keys, secrets

MAX_TRIED = 10  # of the newest keys, to find one that this server can open
ROTATE_AFTER = timedelta(days=90)
# Those who check tokens themselves may keep the list of keys that long (controllers.metadata).
PUBLISHED_AFTER = timedelta(hours=1)
# A key still signs until the next one is known, and another worker may do so a little longer.
OVERLAP = PUBLISHED_AFTER + timedelta(hours=1)


class RestapiSigningKey(models.Model):
    """The newest key signs; each verifies until the last token that it signed has ended."""

    _name = "restapi.signing.key"
    _inherit = "restapi.closed"
    _description = "Token Signing Key"
    _order = "id desc"
    _rec_name = "kid"

    kid = fields.Char(string="Key ID", required=True, readonly=True)
    public_pem = fields.Text(string="Public Key", required=True, readonly=True)
    private_pem_sealed = fields.Text(readonly=True, required=True, groups=".")

    _kid_uniq = compat.Constraint("UNIQUE (kid)", "A key's ID must be unique.")

    @api.model
    def _current(self):
        """The id of the key that signs, and its private part: the newest that this server can open.

        The first one is made when it is needed, and another one when ``restapi_secret_key`` was
        changed. Two workers that do so at once make two, which harms nobody. As long as there is
        another, a new one waits until everybody can know it.
        """
        published = fields.Datetime.now() - PUBLISHED_AFTER
        newest = self.search([], limit=MAX_TRIED)
        for key in newest.sorted(lambda key: key.create_date <= published, reverse=True):
            with contextlib.suppress(ServiceUnavailable):
                return key.kid, self._private_key(key.kid)
        kid = self._generate().kid
        return kid, self._private_key(kid)

    @api.model
    def _generate(self):
        private = keys.generate()
        pem = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public_pem = private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        return self.create(
            {
                "kid": uuid.uuid4().hex,
                "public_pem": public_pem.decode(),
                "private_pem_sealed": secrets.seal(self.env, pem.decode()),
            }
        )

    @api.model
    @tools.ormcache("kid")
    def _private_key(self, kid):
        """Kept by each worker: to load a key checks it, which takes many times as long as to sign."""
        key = self.search([("kid", "=", kid)], limit=1)
        return keys.load_private(secrets.unseal(self.env, key.private_pem_sealed))

    @api.model
    @tools.ormcache("kid")
    def _public_key(self, kid):
        """The public key of that id.

        :raises KeyError: there is none; which is not cached, since anybody can make up ids
        """
        key = self.search([("kid", "=", kid)], limit=1)
        if not key:
            raise KeyError(kid)
        return keys.load_public(key.public_pem)

    @api.model
    def _jwks(self):
        """All keys that can have signed a live token, for those who check tokens themselves."""
        self._current()
        return {"keys": [key._jwk() for key in self.search([])]}

    def _jwk(self):
        self.ensure_one()
        public_key = keys.load_public(self.public_pem)
        numbers = json.loads(RSAAlgorithm.to_jwk(public_key))
        return {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.kid,
            "n": numbers["n"],
            "e": numbers["e"],
        }

    @compat.autovacuum
    def _gc_keys(self):
        """Make a new key now and then, and delete those that no live token needs."""
        # sudo: the job runs for nobody in particular; keys are few
        rows = self.sudo().search([("id", "!=", False)])
        now = fields.Datetime.now()
        if rows and rows[0].create_date < now - ROTATE_AFTER:
            self.sudo()._generate()
        for newer, key in zip(rows, rows[1:]):
            if not key._is_needed(newer.create_date + OVERLAP):
                key.unlink()

    def _is_needed(self, replaced_at):
        """Whether a token from before that moment still lives."""
        now = fields.Datetime.now()
        if replaced_at > now:
            return True
        live = [("create_date", "<=", replaced_at), ("jti", "!=", False), ("expires_at", ">", now)]
        # sudo: the job runs for nobody in particular
        return bool(self.env["restapi.oauth2.token"].sudo().search(live, limit=1))

    def unlink(self):
        result = super().unlink()
        compat.clear_caches(self.env)
        return result
