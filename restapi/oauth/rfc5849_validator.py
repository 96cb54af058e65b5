"""Gives oauthlib the data about applications and tokens (RFC 5849); it runs the protocol and calls
``Validator``.
"""

from datetime import datetime, timedelta
from typing import Any, Dict, NoReturn, Sequence, Tuple

from oauthlib.oauth1 import RequestValidator

from ..exceptions import BadRequest, InvalidSignature, InvalidToken
from ..odoo_types import Env, HTTPRequest, Model, OAuthRequest, OAuthToken
from . import keys, opaque_secrets, redirects, sealing, signed_requests, token_lookup

OUT_OF_BAND = "oob"
DUMMY = "dummy"

Credentials = Dict[str, str]


class Validator(RequestValidator):
    """Gives oauthlib the data of the database.

    For an unknown client or token it gives dummies, so that they take as much time as known ones
    (RFC 5849 §4).
    """

    enforce_ssl = False  # only PLAINTEXT needs https, which ``signed_requests`` checks
    allowed_signature_methods = signed_requests.SIGNATURE_METHODS
    timestamp_lifetime = signed_requests.LIFETIME
    dummy_client = dummy_request_token = dummy_access_token = DUMMY

    def __init__(self, env: Env, httprequest: HTTPRequest) -> None:
        super().__init__()
        self.env = env
        self.httprequest = httprequest
        self.signed = signed_requests.parse_signed(httprequest)
        self.match = token_lookup.find(env, self.signed.parameters)
        self.keyring = sealing.keyring(env)
        self.issued: Credentials = {}

    @property
    def tokens(self) -> Model:
        # sudo: the OAuth endpoints run before a user is authenticated
        return self.env["restapi.oauth1.token"].sudo()

    @property
    def sealing(self) -> Model:
        return self.env["restapi.sealing"].sudo()  # sudo: for the same reason

    # Formats: ``signed_requests`` has checked lengths and characters

    def check_client_key(self, client_key: str) -> bool:
        return True

    check_nonce = check_request_token = check_access_token = check_verifier = check_client_key

    def check_realms(self, realms: Sequence[str]) -> bool:
        return True

    # The client

    def validate_client_key(self, client_key: str, request: OAuthRequest) -> bool:
        return self.match.application_id is not None

    def get_client_secret(self, client_key: str, request: OAuthRequest) -> str:
        sealed = self.match.client_secret_sealed or sealing.decoy(self.env)
        return self.keyring.unseal(sealed)

    def get_rsa_key(self, client_key: str, request: OAuthRequest) -> str:
        return self.match.rsa_public_key or keys.decoy()

    def validate_redirect_uri(
        self, client_key: str, redirect_uri: str, request: OAuthRequest
    ) -> bool:
        """Deferred to ``save_request_token``, when the client is authenticated and may get an error."""
        return True

    # The token

    def validate_request_token(self, client_key: str, token: str, request: OAuthRequest) -> bool:
        return self.match.kind == "request"

    def validate_access_token(self, client_key: str, token: str, request: OAuthRequest) -> bool:
        return self.match.kind == "access"

    def get_access_token_secret(self, client_key: str, token: str, request: OAuthRequest) -> str:
        return self.keyring.unseal(self.match.token_secret_sealed or sealing.decoy(self.env))

    get_request_token_secret = get_access_token_secret

    def validate_verifier(
        self, client_key: str, token: str, verifier: str, request: OAuthRequest
    ) -> bool:
        return opaque_secrets.is_digest_of(self.match.verifier_hash or "", verifier)

    def validate_timestamp_and_nonce(self, *args: Any, **kwargs: Any) -> bool:
        """Deferred to ``take_nonce``: oauthlib calls this before it checks the signature, when anyone could
        fill the table."""
        return True

    def refuse(self) -> NoReturn:
        """
        :raises ServiceUnavailable: stored secrets can't be decrypted, so it is unknown which signatures
            are wrong
        :raises InvalidSignature: in any other case
        """
        self.sealing._check_opens()
        raise InvalidSignature()

    def take_nonce(self) -> None:
        """Record the nonce of a request with a valid signature, once even if Odoo retries the request.

        :raises InvalidSignature: the body is not the one that was signed
        :raises InvalidToken: the nonce was used before
        """
        parameters = self.signed.parameters
        signed_requests.check_body_hash(self.httprequest, parameters)
        environ = self.httprequest.environ
        if environ.get("restapi.nonce_taken"):
            return
        names = ("oauth_consumer_key", "oauth_token", "oauth_timestamp", "oauth_nonce")
        seconds = int(parameters["oauth_timestamp"]) + 2 * signed_requests.LIFETIME
        end = datetime(1970, 1, 1) + timedelta(seconds=seconds)
        nonces = self.env["restapi.nonce"]
        if not nonces._take([parameters.get(name, "") for name in names], end):
            raise InvalidToken("The nonce was used before: each request needs a new one.")
        environ["restapi.nonce_taken"] = True
        self._seal_anew()

    def _seal_anew(self) -> None:
        """Seal the secrets of a valid signature with the current key, if an older key sealed them."""
        match = self.match
        for table, row_id, sealed in (
            ("restapi_application", match.application_id, match.client_secret_sealed),
            ("restapi_oauth1_token", match.token_id, match.token_secret_sealed),
        ):
            if row_id and sealed and not self.keyring.is_current(sealed):
                self.sealing._seal_anew(table, row_id, sealed)

    # Realms: not used, since the scopes are those of the application

    def get_default_realms(self, client_key: str, request: OAuthRequest) -> Tuple[()]:
        return ()

    def get_realms(self, token: str, request: OAuthRequest) -> Tuple[()]:
        return ()

    def validate_requested_realms(
        self, client_key: str, realms: Sequence[str], request: OAuthRequest
    ) -> bool:
        return True

    def validate_realms(self, *args: Any, **kwargs: Any) -> bool:
        return True

    # Storage

    def save_request_token(self, token: OAuthToken, request: OAuthRequest) -> None:
        """
        :raises BadRequest: the callback is not registered
        """
        self.take_nonce()
        registered = (self.match.redirect_uris or "").split()
        callback = request.redirect_uri
        if callback != OUT_OF_BAND and not redirects.matches(callback, registered):
            raise BadRequest("oauth_callback must be 'oob' or a registered redirect URI.")
        self.issued = _credentials(token)
        self.tokens._issue_request_token(
            self.match.application_id,
            token["oauth_token"],
            token["oauth_token_secret"],
            callback,
            self.httprequest.remote_addr,
        )

    def save_access_token(self, token: OAuthToken, request: OAuthRequest) -> None:
        self.take_nonce()
        self.issued = _credentials(token)
        row = self.tokens.browse(self.match.token_id)
        row._exchange(
            token["oauth_token"], token["oauth_token_secret"], self.httprequest.remote_addr
        )

    def invalidate_request_token(
        self, client_key: str, request_token: str, request: OAuthRequest
    ) -> None:
        """Nothing to do: the exchange has deleted it."""


def _credentials(token: Dict[str, str]) -> Credentials:
    return {name: token[name] for name in ("oauth_token", "oauth_token_secret")}
