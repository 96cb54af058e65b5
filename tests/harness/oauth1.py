"""An OAuth 1.0a client written from RFC 5849, so that tests can alter each of its parts."""

import base64
import hashlib
import hmac
import secrets
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import requests
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.harness.http import HttpClient
from tests.harness.oauth import Application

OAUTH1 = "/restapi/1.0/common/oauth1"
Token = Mapping[str, str]


def escape(text: str) -> str:
    """RFC 5849 §3.6"""
    return quote(text, safe="~")


class Consumer:
    def __init__(
        self,
        http: HttpClient,
        application: Application,
        method: str = "HMAC-SHA1",
        rsa_key: str = "",
    ) -> None:
        self.http = http
        self.application = application
        self.method = method
        self.rsa_key = rsa_key

    # ---- the flow

    def request_token(self, callback: str = "oob") -> dict[str, str]:
        url = self.http.base_url + OAUTH1 + "/request_token"
        return self._credentials(url, None, {"oauth_callback": callback})

    def verifier(self, temporary: Token) -> str:
        answer = self.http.get(
            OAUTH1 + "/authorize",
            params={"oauth_token": temporary["oauth_token"]},
            headers={"Accept": "application/json"},
        )
        assert answer.status_code == 200, answer.text
        verifier: str = answer.json()["oauth_verifier"]
        return verifier

    def access_token(self, temporary: Token, verifier: str) -> dict[str, str]:
        url = self.http.base_url + OAUTH1 + "/access_token"
        return self._credentials(url, temporary, {"oauth_verifier": verifier})

    def authorized(self) -> dict[str, str]:
        """Runs the whole flow of a machine application and returns an access token."""
        temporary = self.request_token()
        return self.access_token(temporary, self.verifier(temporary))

    def _credentials(self, url: str, token: Token | None, extra: dict[str, str]) -> dict[str, str]:
        header = self.header("POST", url, token, extra=extra)
        answer = self.http.post(
            url, headers={"Authorization": header, "Accept": "application/json"}
        )
        assert answer.status_code == 200, answer.text
        credentials: dict[str, str] = answer.json()
        return credentials

    # ---- signing

    def send(
        self,
        method: str,
        target: str,
        token: Token | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        signature: str | None = None,
        **kwargs: Any,
    ) -> requests.Response:
        """Signs and sends a request; the signature covers form bodies."""
        url = self.http.base_url + target
        form = kwargs.get("data") if isinstance(kwargs.get("data"), dict) else None
        header = self.header(method, url, token, parameters=form, signature=signature)
        sent = {"Authorization": header, **(headers or {})}
        return self.http.request(method, target, headers=sent, **kwargs)

    def header(self, *args: Any, **kwargs: Any) -> str:
        """The header of §3.5.1; takes the parameters of `sign`."""
        return "OAuth " + ", ".join(f'{k}="{v}"' for k, v in self.sign(*args, **kwargs).items())

    def sign(
        self,
        method: str,
        url: str,
        token: Token | None = None,
        *,
        parameters: Mapping[str, str] | list[tuple[str, str]] | None = None,
        extra: Mapping[str, str] | None = None,
        signature: str | None = None,
    ) -> dict[str, str]:
        """All protocol parameters, percent-encoded. `parameters` are those of a form. `extra` adds protocol
        parameters or overrides the usual ones."""
        protocol = {
            "oauth_consumer_key": self.application.client_id,
            "oauth_nonce": secrets.token_hex(16),
            "oauth_signature_method": self.method,
            "oauth_timestamp": str(int(time.time())),
            "oauth_version": "1.0",
            **({"oauth_token": token["oauth_token"]} if token else {}),
            **(extra or {}),
        }
        form = list(parameters.items() if isinstance(parameters, Mapping) else parameters or [])
        base = self.base_string(method, url, [*form, *protocol.items()])
        key = escape(self.application.client_secret) + "&"
        key += escape(token["oauth_token_secret"]) if token else ""
        protocol["oauth_signature"] = self._signature(base, key) if signature is None else signature
        return {escape(name): escape(value) for name, value in protocol.items()}

    @staticmethod
    def base_string(method: str, url: str, parameters: list[tuple[str, str]]) -> str:
        """§3.4.1"""
        parts = urlsplit(url)
        everything = [*parameters, *parse_qsl(parts.query, keep_blank_values=True)]
        pairs = sorted((escape(name), escape(value)) for name, value in everything)
        normal = "&".join(f"{name}={value}" for name, value in pairs)
        address = f"{parts.scheme}://{parts.netloc.lower()}{parts.path}"
        return "&".join(escape(part) for part in (method.upper(), address, normal))

    def _signature(self, base: str, key: str) -> str:
        kind, _, digest = self.method.partition("-")
        if kind == "PLAINTEXT":
            return key
        if kind == "RSA":
            private = serialization.load_pem_private_key(self.rsa_key.encode(), None)
            assert isinstance(private, rsa.RSAPrivateKey)
            algorithm = {"SHA1": hashes.SHA1(), "SHA256": hashes.SHA256()}[digest]
            found = private.sign(base.encode(), padding.PKCS1v15(), algorithm)
        else:
            name = digest.lower() if digest else "sha1"
            found = hmac.new(key.encode(), base.encode(), getattr(hashlib, name)).digest()
        return base64.b64encode(found).decode()

    @staticmethod
    def decoded(signed: Mapping[str, str]) -> dict[str, str]:
        return {unquote(name): unquote(value) for name, value in signed.items()}

    @staticmethod
    def body_hash(data: bytes) -> str:
        return base64.b64encode(hashlib.sha1(data).digest()).decode()
