"""The keys that sign access tokens (RFC 7517)."""

import json
import uuid
from datetime import datetime, timedelta
from typing import Dict, List, Tuple

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from jwt.algorithms import RSAAlgorithm

from odoo import api, fields, models

from .. import compat
from ..compat import caches
from ..oauth import database, keys, sealing
from ..odoo_types import Record, Records
from .restapi_sealing import create_key_index

ROTATE_AFTER = timedelta(days=90)
# Those who check tokens themselves may keep the list of keys that long (controllers.metadata).
PUBLISHED_AFTER = timedelta(hours=1)
# A key still signs until the next one is known, and another worker may do so a little longer.
OVERLAP = PUBLISHED_AFTER + timedelta(hours=1)


class RestapiSigningKey(models.Model):
    """The newest key of this database signs; each verifies until the last token that it signed has
    ended. Those that came along in a copy of another database are of no use, and are deleted."""

    _name = "restapi.signing.key"
    _inherit = "restapi.protected"
    _description = "Token Signing Key"
    _order = "id desc"
    _rec_name = "kid"

    kid = fields.Char(string="Key ID", required=True, readonly=True)
    public_pem = fields.Text(string="Public Key", required=True, readonly=True)
    private_pem_sealed = fields.Text(readonly=True, required=True, groups=".")
    database_uuid = fields.Char(string="Database UUID", readonly=True)

    _kid_uniq = compat.Constraint("UNIQUE (kid)", "A key's ID must be unique.")

    def init(self) -> None:
        create_key_index(self.env.cr, self._table)
        database.adopt_rows_without_uuid(self.env.cr, self._table)

    @api.model
    def _current(self) -> Tuple[str, RSAPrivateKey]:
        """The id of the key that signs, and its private part: the newest that this server can open.

        The first one is made when it is needed. Two workers that do so at once make two, which harms
        nobody. As long as there is another, a new one waits until everybody can know it.

        :raises ServiceUnavailable: there are keys, and this server can open none
        """
        openable = self._own_or_first()._openable()
        if not openable:
            raise sealing.unavailable()
        published = fields.Datetime.now() - PUBLISHED_AFTER
        key = openable.sorted(lambda key: key.create_date <= published, reverse=True)[0]
        return key.kid, self._private_key(key.kid, key.database_uuid)

    @api.model
    def _own(self) -> Records:
        """The keys of this database, the newest first."""
        return self.search([("database_uuid", "=", database.uuid(self.env))])

    @api.model
    def _own_or_first(self) -> Records:
        return self._own() or self._generate()

    def _openable(self) -> Records:
        """Those of them that this server can sign with."""
        return self.filtered(lambda key: sealing.can_open(self.env, key.private_pem_sealed))

    @api.model
    def _make_openable(self) -> None:
        """A key for a server whose administrator has decided to go on without the one that sealed
        the others."""
        if not self._own()._openable():
            self._generate()

    @api.model
    def _generate(self) -> Record:
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
                "private_pem_sealed": sealing.seal(self.env, pem.decode()),
                "database_uuid": database.uuid(self.env),
            }
        )

    @api.model
    @caches.ormcache("kid", "database_uuid")
    def _private_key(self, kid: str, database_uuid: str) -> RSAPrivateKey:
        """Kept by each worker: to load a key checks it, which takes many times as long as to sign."""
        key = self.search([("kid", "=", kid), ("database_uuid", "=", database_uuid)])
        sealed = key.private_pem_sealed
        private_key = keys.load_private(sealing.unseal(self.env, sealed))
        self.env["restapi.sealing"]._seal_anew(self._table, key.id, sealed)
        return private_key

    @api.model
    @caches.ormcache("kid", "database_uuid")
    def _public_key(self, kid: str, database_uuid: str) -> RSAPublicKey:
        """The public key of that id.

        :param database_uuid: of this database
        :raises KeyError: there is none; which is not cached, since anybody can make up ids
        """
        key = self.search([("kid", "=", kid), ("database_uuid", "=", database_uuid)])
        if not key:
            raise KeyError(kid)
        return keys.load_public(key.public_pem)

    @api.model
    def _jwks(self) -> Dict[str, List[Dict[str, str]]]:
        """All keys that can have signed a live token, for those who check tokens themselves."""
        return {"keys": [key._jwk() for key in self._own_or_first()]}

    def _jwk(self) -> Dict[str, str]:
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
    def _gc_keys(self) -> None:
        """Make a new key now and then, and delete those that no live token needs."""
        # sudo: the job runs for nobody in particular; keys are few
        rows = self.sudo()
        copied = rows.search([("database_uuid", "!=", database.uuid(self.env))])
        if copied:
            copied.unlink()
        own = rows._own()
        signing = own._openable()
        if signing and signing[0].create_date < fields.Datetime.now() - ROTATE_AFTER:
            rows._generate()
        for key in own:
            newer = signing.filtered(lambda other: other.id > key.id)[-1:]  # noqa: B023
            if newer and not key._is_needed(newer.create_date + OVERLAP):
                key.unlink()

    def _is_needed(self, replaced_at: datetime) -> bool:
        """Whether a token from before that moment still lives."""
        now = fields.Datetime.now()
        if replaced_at > now:
            return True
        live = [("create_date", "<=", replaced_at), ("jti", "!=", False), ("expires_at", ">", now)]
        # sudo: the job runs for nobody in particular
        return bool(self.env["restapi.oauth2.token"].sudo().search(live, limit=1))

    def unlink(self) -> bool:
        result = super().unlink()
        caches.clear(self.env)
        return result
