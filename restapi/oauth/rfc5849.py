"""OAuth 1.0a: oauthlib's endpoints on top of our models (RFC 5849).

``signed`` brings requests into one spelling, oauthlib checks them, ``Validator`` tells it what we
know. Errors are the addon's own, so that one function answers them all.
"""

from datetime import datetime, timedelta
from typing import Any, Callable, Dict, FrozenSet, NoReturn, Sequence, Tuple
from urllib.parse import parse_qs

from oauthlib.oauth1 import (
    AccessTokenEndpoint,
    RequestTokenEndpoint,
    RequestValidator,
    ResourceEndpoint,
)
from oauthlib.oauth1.rfc5849.endpoints.base import BaseEndpoint

from ..exceptions import BadRequest, InvalidSignature, InvalidToken
from ..odoo_types import Env, HTTPRequest, OAuthRequest, OAuthToken, Record, User
from ..rest.request import body
from . import consent, keys, opaque_secrets, redirects, sealing, signed_requests, token_lookup

OUT_OF_BAND = "oob"
DUMMY = "dummy"

Credentials = Dict[str, str]


class _Versions(BaseEndpoint):
    """Takes ``oauth_version`` in the spellings that clients send; the signature covers what was sent."""

    def _check_mandatory_parameters(self, request: OAuthRequest) -> Any:
        if request.oauth_params.get("oauth_version") in signed_requests.VERSIONS:
            request.oauth_params["oauth_version"] = "1.0"
        return super()._check_mandatory_parameters(request)


class RequestTokens(_Versions, RequestTokenEndpoint):
    """Temporary Credential Request endpoint (RFC 5849 §2.1)."""


class AccessTokens(_Versions, AccessTokenEndpoint):
    """Token Credentials Request endpoint (RFC 5849 §2.3)."""


class Resources(_Versions, ResourceEndpoint):
    """Requests on behalf of a user (RFC 5849 §3)."""


def request_token(env: Env, httprequest: HTTPRequest) -> Credentials:
    """Temporary credentials (RFC 5849 §2.1).

    :raises BadRequest: the request can't be read, or its callback is not registered
    :raises Unauthorized: it is not signed by a known application
    :raises ServiceUnavailable: stored secrets can't be opened
    """
    body.check_protocol(httprequest)
    validator = Validator(env, httprequest)
    endpoint = RequestTokens(validator, _generate)
    _run(endpoint.create_request_token_response, validator)
    return dict(validator.issued, oauth_callback_confirmed="true")


def access_token(env: Env, httprequest: HTTPRequest) -> Credentials:
    """Token credentials (RFC 5849 §2.3).

    :raises BadRequest: the request can't be read
    :raises Unauthorized: signature, request token or verifier are not good
    :raises ServiceUnavailable: stored secrets can't be opened
    """
    body.check_protocol(httprequest)
    validator = Validator(env, httprequest)
    endpoint = AccessTokens(validator, _generate)
    _run(endpoint.create_access_token_response, validator)
    return validator.issued


def authenticate(env: Env, httprequest: HTTPRequest) -> Tuple[int, FrozenSet[str], str]:
    """The user that a signed request acts for, the scopes of its application, and how that is answered
    (RFC 5849 §3).

    :raises BadRequest: the request can't be read
    :raises Unauthorized: signature, token, timestamp or nonce are not good
    :raises ServiceUnavailable: stored secrets can't be opened
    """
    if body.is_long(httprequest):
        # nobody who doesn't have a token learns from the time of this whether it is one
        known = token_lookup.find(env, signed_requests.named(httprequest))
        if known.kind != "access":
            raise InvalidSignature()
    validator = Validator(env, httprequest)
    request = validator.signed
    if not request.parameters.get("oauth_token"):
        raise BadRequest("A signed request also needs oauth_token: the access token.")
    endpoint = Resources(validator)
    valid, _request = endpoint.validate_protected_resource_request(
        request.uri, request.method, None, request.headers
    )
    if not valid:
        validator.refuse()
    validator.take_nonce()
    found = validator.parties
    if found.use_is_news:
        # sudo: nobody but the server touches tokens
        env["restapi.oauth1.token"].sudo()._record_use(found.token_id)
    return found.user_id or 0, frozenset(found.scopes.split()), found.answers


def authorization_request(env: Env, httprequest: HTTPRequest) -> "AuthorizationRequest":
    """Check a request for authorization, when it comes and again with the person's decision.

    :raises BadRequest: the request can't be read
    :raises consent.FatalRequest: it names no request token
    :raises InvalidToken: the request token is unknown, used or has ended
    """
    body.check_protocol(httprequest)
    token = signed_requests.read(httprequest).parameters.get("oauth_token")
    if not token:
        raise consent.FatalRequest("invalid_request", "Parameter 'oauth_token' is required.")
    # sudo: the protocol runs before anybody is signed in
    row = env["restapi.oauth1.token"].sudo()._find_request_token(token)
    if not row or row.verifier_hash:
        raise InvalidToken("The request token is unknown, used or expired: ask for a new one.")
    return AuthorizationRequest(row, token)


def _run(respond: Callable[..., Any], validator: "Validator") -> None:
    """Let oauthlib check a request, and store what it gives out."""
    request = validator.signed
    _headers, text, status = respond(request.uri, request.method, None, request.headers)
    if status == 401:
        validator.refuse()
    if status != 200:
        raise BadRequest(parse_qs(text).get("error_description", ["The request is not valid."])[0])


def _generate() -> str:
    return opaque_secrets.generate()


def _credentials(token: Dict[str, str]) -> Credentials:
    return {name: token[name] for name in ("oauth_token", "oauth_token_secret")}


class AuthorizationRequest(consent.AuthorizationRequest):
    """A verifier is asked for (RFC 5849 §2.2)."""

    def __init__(self, row: Record, token: str) -> None:
        application = row.application_id
        redirect_uri = None if row.callback == OUT_OF_BAND else row.callback
        scopes = application.scopes.split()
        super().__init__(application, scopes, {"oauth_token": token}, redirect_uri)
        self.row = row

    def approve(self, user: User) -> consent.Answer:
        verifier = opaque_secrets.generate()
        self.row._authorize(user, verifier)
        return self._answer({"oauth_verifier": verifier})

    def deny(self) -> consent.Answer:
        self.row._revoke()
        return self._answer({"error": "access_denied"})

    def _answer(self, told: Dict[str, str]) -> consent.Answer:
        answer = dict(self.parameters, **told)
        location = consent.location(self.redirect_uri, answer) if self.redirect_uri else None
        return consent.Answer(answer, location)

    def _allowed_scopes(self, user: User) -> "set[str]":
        return self.row._allowed_scopes(self.application, user)


class Validator(RequestValidator):
    """What oauthlib needs to know from the database. Unknown names get dummies, so that they take
    as much time as known ones (RFC 5849 §4)."""

    enforce_ssl = False  # PLAINTEXT needs https, signatures don't; ``signed`` sees to it
    allowed_signature_methods = signed_requests.SIGNATURE_METHODS
    timestamp_lifetime = signed_requests.LIFETIME
    dummy_client = dummy_request_token = dummy_access_token = DUMMY

    def __init__(self, env: Env, httprequest: HTTPRequest) -> None:
        super().__init__()
        self.env = env
        self.httprequest = httprequest
        self.signed = signed_requests.read_signed(httprequest)
        self.parties = token_lookup.find(env, self.signed.parameters)
        # sudo: the protocol runs before anybody is signed in
        self.tokens = env["restapi.oauth1.token"].sudo()
        self.sealing = env["restapi.sealing"].sudo()  # sudo: for the same reason
        self.keyring = sealing.keyring(env)
        self.issued: Credentials = {}

    # Formats: ``signed`` has limited lengths and characters

    def check_client_key(self, client_key: str) -> bool:
        return True

    check_nonce = check_request_token = check_access_token = check_verifier = check_client_key

    def check_realms(self, realms: Sequence[str]) -> bool:
        return True

    # The client

    def validate_client_key(self, client_key: str, request: OAuthRequest) -> bool:
        return self.parties.application_id is not None

    def get_client_secret(self, client_key: str, request: OAuthRequest) -> str:
        sealed = self.parties.client_secret_sealed or sealing.decoy(self.env)
        return self.keyring.unseal(sealed)

    def get_rsa_key(self, client_key: str, request: OAuthRequest) -> str:
        return self.parties.rsa_public_key or keys.decoy()

    def validate_redirect_uri(
        self, client_key: str, redirect_uri: str, request: OAuthRequest
    ) -> bool:
        """Looked at in ``save_request_token``, when it is certain who asks and may be told."""
        return True

    # The token

    def validate_request_token(self, client_key: str, token: str, request: OAuthRequest) -> bool:
        return self.parties.kind == "request"

    def validate_access_token(self, client_key: str, token: str, request: OAuthRequest) -> bool:
        return self.parties.kind == "access"

    def get_access_token_secret(self, client_key: str, token: str, request: OAuthRequest) -> str:
        return self.keyring.unseal(self.parties.token_secret_sealed or sealing.decoy(self.env))

    get_request_token_secret = get_access_token_secret

    def validate_verifier(
        self, client_key: str, token: str, verifier: str, request: OAuthRequest
    ) -> bool:
        return opaque_secrets.is_digest_of(self.parties.verifier_hash or "", verifier)

    def validate_timestamp_and_nonce(self, *args: Any, **kwargs: Any) -> bool:
        """Asked before the signature is checked, when anybody could still fill the table: the nonce
        is taken once the signature is good, see ``take_nonce``."""
        return True

    def refuse(self) -> NoReturn:
        """
        :raises ServiceUnavailable: stored secrets can't be opened, so nobody can be told that their
            signature is wrong
        :raises InvalidSignature: signature or names are not good
        """
        self.sealing._check_opens()
        raise InvalidSignature()

    def take_nonce(self) -> None:
        """Use the nonce of a request whose signature is good, once also if Odoo tries it again.

        :raises InvalidSignature: its body is not the one that was signed
        :raises InvalidToken: the nonce was used before
        """
        sent = self.signed.parameters
        signed_requests.check_body_hash(self.httprequest, sent)
        environ = self.httprequest.environ
        if environ.get("restapi.nonce_taken"):
            return
        names = ("oauth_consumer_key", "oauth_token", "oauth_timestamp", "oauth_nonce")
        seconds = int(sent["oauth_timestamp"]) + 2 * signed_requests.LIFETIME
        end = datetime(1970, 1, 1) + timedelta(seconds=seconds)
        nonces = self.env["restapi.nonce"]
        if not nonces._take([sent.get(name, "") for name in names], end):
            raise InvalidToken("The nonce was used before: each request needs a new one.")
        environ["restapi.nonce_taken"] = True
        self._seal_anew()

    def _seal_anew(self) -> None:
        """Whose signature was good has used these secrets."""
        found = self.parties
        for table, row_id, sealed in (
            ("restapi_application", found.application_id, found.client_secret_sealed),
            ("restapi_oauth1_token", found.token_id, found.token_secret_sealed),
        ):
            if row_id and sealed and not self.keyring.is_current(sealed):
                self.sealing._seal_anew(table, row_id, sealed)

    # Realms: our scopes are the application's

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

    # What is stored

    def save_request_token(self, token: OAuthToken, request: OAuthRequest) -> None:
        """
        :raises BadRequest: the callback is not registered
        """
        self.take_nonce()
        registered = (self.parties.redirect_uris or "").split()
        callback = request.redirect_uri
        if callback != OUT_OF_BAND and not redirects.matches(callback, registered):
            raise BadRequest("oauth_callback must be oob or a redirect URI that is registered.")
        self.issued = _credentials(token)
        self.tokens._issue_request_token(
            self.parties.application_id,
            token["oauth_token"],
            token["oauth_token_secret"],
            callback,
            self.httprequest.remote_addr,
        )

    def save_access_token(self, token: OAuthToken, request: OAuthRequest) -> None:
        self.take_nonce()
        self.issued = _credentials(token)
        row = self.tokens.browse(self.parties.token_id)
        row._exchange(
            token["oauth_token"], token["oauth_token_secret"], self.httprequest.remote_addr
        )

    def invalidate_request_token(
        self, client_key: str, request_token: str, request: OAuthRequest
    ) -> None:
        """Done: the exchange has deleted it."""
