"""Keys that applications register (RFC 5849 §3.4.3), and hashes of secrets."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from restapi.oauth import keys, opaque_secrets


def pem(public) -> str:
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(serialization.Encoding.PEM, form).decode()


def private_pem(key) -> str:
    form = serialization.PrivateFormat.PKCS8
    none = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, none).decode()


@pytest.fixture(scope="module")
def key():
    return keys.generate()


def test_suitable_key_is_accepted(key):
    assert keys.problem(pem(key.public_key())) is None
    assert key.key_size == keys.MIN_SIZE
    assert keys.load_private(private_pem(key)).private_numbers() == key.private_numbers()


def test_unsuitable_keys_are_refused(key):
    assert keys.problem(private_pem(key)) == keys.PRIVATE
    assert keys.problem(pem(ec.generate_private_key(ec.SECP256R1()).public_key())) == keys.NO_RSA
    assert keys.problem(pem(rsa.generate_private_key(65537, 1024).public_key())) == keys.TOO_SHORT
    for text in ("", "x", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "é"):
        assert keys.problem(text) == keys.NO_PEM


def test_decoy_is_a_valid_constant_key():
    assert keys.problem(keys.decoy()) is None
    assert keys.decoy() == keys.decoy()


def test_secrets_match_their_hashes():
    first, second = opaque_secrets.generate(), opaque_secrets.generate()
    assert first != second
    assert len(first) == 32
    assert first.isalnum()
    stored = opaque_secrets.digest(first)
    assert first not in stored
    assert opaque_secrets.is_digest_of(stored, first)
    assert not opaque_secrets.is_digest_of(stored, second)
    assert not opaque_secrets.is_digest_of("", "")
    assert not opaque_secrets.is_digest_of(stored, "\ud800")
