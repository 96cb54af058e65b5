"""Certificates of receivers, from authorities that the operating system trusts; here one of these tests."""

import datetime
import ipaddress
import socket
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from restapi.webhooks.connection import tls_context
from restapi.webhooks.errors import ConnectionFailed, DeadlineExceeded, TlsFailed

NOW = datetime.datetime.now(datetime.timezone.utc)
DAY = datetime.timedelta(days=1)
HOST = "receiver.example"


class Authority:
    """A certificate authority that lasts as long as these tests."""

    def __init__(self, folder):
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tests")])
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        self.own = (
            self._builder(self.name, self.key, 2 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.file = folder / "authority.pem"
        self.file.write_bytes(self.own.public_bytes(serialization.Encoding.PEM))

    def server(self, *names, ends=DAY, is_self_signed=False):
        """The context of a server with a certificate for these names and addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "receiver")])
        made = (
            self._builder(subject, key, ends, subject if is_self_signed else self.name)
            .add_extension(x509.SubjectAlternativeName(list(map(general, names))), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), False
            )
            .sign(key if is_self_signed else self.key, hashes.SHA256())
        )
        file = self.folder / f"server-{made.serial_number}.pem"
        pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
        private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
        file.write_bytes(private + made.public_bytes(pem))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(file)
        return context

    def _builder(self, subject, key, ends, issuer=None):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer or self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(NOW - 3 * DAY)
            .not_valid_after(NOW + ends)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        )


def general(name):
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture
def trusting(authority, monkeypatch):
    """The addon's own context, on a system that trusts the authority of these tests only."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    monkeypatch.setenv("SSL_CERT_DIR", str(authority.folder / "none"))
    return tls_context()


@pytest.fixture
def named(monkeypatch):
    """`receiver.example` is this machine."""

    def look_up(host, port, **_options):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def test_a_valid_certificate(receiver, send, authority, trusting, named):
    asked = []
    context = authority.server(HOST)
    context.sni_callback = lambda _socket, name, _context: asked.append(name)
    server = receiver(tls=context)
    assert send(f"https://{HOST}:{server.port}/", b"{}", tls=trusting).status == 204
    assert asked == [HOST]
    assert server.received[0].body == b"{}"


def test_a_certificate_of_an_address(receiver, send, authority, trusting):
    server = receiver(tls=authority.server("127.0.0.1"))
    assert send(server.url, tls=trusting).status == 204


@pytest.mark.parametrize(
    ("names", "options", "message"),
    [
        (["other.example"], {}, "[Hh]ostname mismatch"),
        (["127.0.0.1"], {}, "[Hh]ostname mismatch"),
        ([HOST], {"ends": -DAY}, "certificate has expired"),
        ([HOST], {"is_self_signed": True}, "self.signed certificate|unable to get local issuer"),
    ],
    ids=["another host", "the address only", "expired", "self-signed"],
)
def test_invalid_certificates(receiver, send, authority, trusting, named, names, options, message):
    """Seen to fail without the verification of certificates."""
    server = receiver(tls=authority.server(*names, **options))
    with pytest.raises(
        TlsFailed, match=rf"certificate of {HOST} port \d+ is not valid: .*({message})"
    ):
        send(f"https://{HOST}:{server.port}/", tls=trusting)
    assert server.received == []


def test_an_authority_that_the_system_does_not_trust(receiver, send, authority, named):
    """Seen to fail without the verification of certificates."""
    server = receiver(tls=authority.server(HOST))
    with pytest.raises(TlsFailed, match="is not valid"):
        send(f"https://{HOST}:{server.port}/")
    assert server.received == []


def test_old_versions_are_refused(receiver, send, authority, trusting):
    """Python 3.7 alone would allow TLS 1.0."""
    assert trusting.minimum_version == ssl.TLSVersion.TLSv1_2


def test_a_server_without_tls(receiver, send, trusting):
    server = receiver(lambda connection: connection.sendall(b"HTTP/1.1 400 X\r\n\r\n"), reads=False)
    with pytest.raises((TlsFailed, ConnectionFailed), match=r"127\.0\.0\.1 port"):
        send(server.url.replace("http:", "https:"), tls=trusting)


def test_a_handshake_that_never_ends(receiver, send, trusting):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(DeadlineExceeded):
            send(url, tls=trusting, seconds=0.3)
