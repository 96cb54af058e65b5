"""TLS on both sides of the proxy for wkhtmltopdf (RFC 9110 §9.3.6).

wkhtmltopdf accepts any certificate, so the proxy uses a self-signed one. The certificate of this server
is verified; if it is not valid, requests go out without the session cookie.
"""

import functools
import os
import ssl
import tempfile
from datetime import timedelta
from typing import Any

from cryptography import x509
from cryptography.hazmat.backends import default_backend
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509.oid import NameOID

from ... import compat
from ...oauth import keys

DAYS = 365


@functools.lru_cache(maxsize=1)
def server_context() -> ssl.SSLContext:
    """The context for connections from wkhtmltopdf; its key lives as long as this process."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    file = tempfile.NamedTemporaryFile(suffix=".pem", delete=False)  # noqa: SIM115 - ssl reads it by name
    try:
        with file:
            file.write(_certificate())
        context.load_cert_chain(file.name)
    finally:
        os.unlink(file.name)
    return context


def client_context(is_verified: bool) -> ssl.SSLContext:
    """The context for connections to this server."""
    context = ssl.create_default_context()
    if not is_verified:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _certificate() -> bytes:
    key: Any = keys.generate()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "restapi printing")])
    now = compat.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=DAYS))
        .sign(key, hashes.SHA256(), default_backend())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    return bytes(private + certificate.public_bytes(pem))
