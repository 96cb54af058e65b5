"""The keys that sign access tokens (RFC 7517)."""

import uuid

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from odoo import api, fields, models, tools

from .. import compat
from ..oauth import secrets

KEY_SIZE = 2048
ROTATE_AFTER = 90  # days


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
        """The key that signs; the first one is made when it is needed."""
        return self.search([], limit=1) or self._generate()

    @api.model
    def _generate(self):
        private = rsa.generate_private_key(public_exponent=65537, key_size=KEY_SIZE)
        pem = private.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public_pem = private.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        key = self.create(
            {
                "kid": uuid.uuid4().hex,
                "public_pem": public_pem.decode(),
                "private_pem_sealed": secrets.seal(self.env, pem.decode()),
            }
        )
        compat.clear_caches(self.env)
        return key

    def _private_key(self):
        self.ensure_one()
        pem = secrets.unseal(self.env, self.private_pem_sealed)
        return serialization.load_pem_private_key(pem.encode(), password=None)

    @api.model
    @tools.ormcache("kid")
    def _public_key(self, kid):
        """The public key of that id.

        :raises KeyError: there is none; which is not cached, since anybody can make up ids
        """
        key = self.search([("kid", "=", kid)], limit=1)
        if not key:
            raise KeyError(kid)
        return serialization.load_pem_public_key(key.public_pem.encode())
