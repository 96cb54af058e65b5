"""OAuth 1.0a: oauthlib's endpoints with the addon's models (RFC 5849).

``signed_requests`` normalizes requests, oauthlib checks them, and ``rfc5849_validator`` gives it the data
of the database. Errors are the addon's own exceptions, which ``rest.problems`` answers.
"""

from typing import Any, Callable, Dict, FrozenSet, Tuple
from urllib.parse import parse_qs

from oauthlib.oauth1 import AccessTokenEndpoint, RequestTokenEndpoint, ResourceEndpoint
from oauthlib.oauth1.rfc5849.endpoints.base import BaseEndpoint

from ..exceptions import BadRequest, InvalidSignature, InvalidToken
from ..odoo_types import Env, HTTPRequest, OAuthRequest, Record, User
from ..rest.request import body
from . import consent, opaque_secrets, signed_requests, token_lookup
from .clients import Client
from .rfc5849_validator import OUT_OF_BAND, Credentials, Validator


class _Versions(BaseEndpoint):
    """Accepts variants of ``oauth_version`` that clients send; the signature covers the original."""

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
    """Issue temporary credentials (RFC 5849 §2.1).

    :raises BadRequest: the request is malformed, or its callback is not registered
    :raises Unauthorized: it is not signed by a known application
    :raises ServiceUnavailable: stored secrets can't be decrypted
    """
    body.check_protocol(httprequest)
    validator = Validator(env, httprequest)
    endpoint = RequestTokens(validator, _generate)
    _run(endpoint.create_request_token_response, validator)
    return dict(validator.issued, oauth_callback_confirmed="true")


def access_token(env: Env, httprequest: HTTPRequest) -> Credentials:
    """Issue token credentials (RFC 5849 §2.3).

    :raises BadRequest: the request is malformed
    :raises Unauthorized: the signature, the request token or the verifier is not valid
    :raises ServiceUnavailable: stored secrets can't be decrypted
    """
    body.check_protocol(httprequest)
    validator = Validator(env, httprequest)
    endpoint = AccessTokens(validator, _generate)
    _run(endpoint.create_access_token_response, validator)
    return validator.issued


def authenticate(env: Env, httprequest: HTTPRequest) -> Tuple[int, FrozenSet[str], Client]:
    """Authenticate a signed request (RFC 5849 §3).

    :returns: the id of the user, the scopes, and the application
    :raises BadRequest: the request is malformed
    :raises Unauthorized: the signature, the token, the timestamp or the nonce is not valid
    :raises ServiceUnavailable: stored secrets can't be decrypted
    """
    if body.is_long(httprequest):
        # the time that this takes reveals nothing to a caller who has no token
        early = token_lookup.find(env, signed_requests.header_and_query_parameters(httprequest))
        if early.kind != "access":
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
    match = validator.match
    if match.must_record_use:
        # sudo: only the server has access to tokens
        env["restapi.oauth1.token"].sudo()._record_use(match.token_id)
    client_id = request.parameters["oauth_consumer_key"]
    client = Client(client_id, match.answers, match.requires_if_match)
    return match.user_id or 0, frozenset(match.scopes.split()), client


def authorization_request(env: Env, httprequest: HTTPRequest) -> "AuthorizationRequest":
    """Check an authorization request, when it arrives and again with the user's decision.

    :raises BadRequest: the request is malformed
    :raises consent.FatalRequest: it names no request token
    :raises InvalidToken: the request token is unknown, used or expired
    """
    body.check_protocol(httprequest)
    token = signed_requests.parse(httprequest).parameters.get("oauth_token")
    if not token:
        raise consent.FatalRequest("invalid_request", "Parameter 'oauth_token' is required.")
    # sudo: the OAuth endpoints run before a user is authenticated
    row = env["restapi.oauth1.token"].sudo()._find_request_token(token)
    if not row or row.verifier_hash:
        raise InvalidToken("The request token is unknown, used or expired: request a new one.")
    return AuthorizationRequest(row, token)


def _run(respond: Callable[..., Any], validator: Validator) -> None:
    """Let oauthlib check a request and issue credentials through the validator."""
    request = validator.signed
    _headers, text, status = respond(request.uri, request.method, None, request.headers)
    if status == 401:
        validator.refuse()
    if status != 200:
        raise BadRequest(parse_qs(text).get("error_description", ["The request is not valid."])[0])


def _generate() -> str:
    return opaque_secrets.generate()


class AuthorizationRequest(consent.AuthorizationRequest):
    """A request for a verifier (RFC 5849 §2.2)."""

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

    def _answer(self, result: Dict[str, str]) -> consent.Answer:
        parameters = dict(self.parameters, **result)
        location = consent.location(self.redirect_uri, parameters) if self.redirect_uri else None
        return consent.Answer(parameters, location)

    def _allowed_scopes(self, user: User) -> "set[str]":
        return self.row._allowed_scopes(self.application, user)
