"""OAuth 2.0: oauthlib's endpoints with our grants (RFC 6749, 7009, 7636, 7662, 9207).

This module passes requests to oauthlib and turns its errors into answers; ``validator`` gives oauthlib
the data of the database.
"""

import json
from typing import Any, Dict, Optional, Sequence, Tuple
from urllib.parse import parse_qsl, urlsplit

from oauthlib.oauth2 import (
    AuthorizationCodeGrant,
    AuthorizationEndpoint,
    BearerToken,
    ClientCredentialsGrant,
    FatalClientError,
    IntrospectEndpoint,
    InvalidRequestError,
    OAuth2Error,
    RefreshTokenGrant,
    RevocationEndpoint,
    TokenEndpoint,
)
from oauthlib.oauth2.rfc6749 import errors

from ..odoo_types import Env, HTTPRequest, User
from . import consent, credentials, opaque_secrets, pkce, redirects
from .validator import Validator

AUTHORIZATION_PARAMETERS = (
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "code_challenge",
    "code_challenge_method",
)

CLIENT_PARAMETERS = ("client_id", "client_secret")
TOKEN_PARAMETERS = (
    "grant_type",
    *CLIENT_PARAMETERS,
    "code",
    "code_verifier",
    "redirect_uri",
    "refresh_token",
    "scope",
)
# For revocation and introspection of a token.
TOKEN_REFERENCE_PARAMETERS = (*CLIENT_PARAMETERS, "token", "token_type_hint")

# Descriptions for error codes, where oauthlib has none.
EXPLANATIONS = {
    "invalid_client": "The client_id is unknown, or the client_secret is wrong.",
    "invalid_grant": "The code or refresh token is unknown, expired, used or revoked, "
    "or the code_verifier does not match the code.",
    "invalid_scope": "The application is not allowed to request one of these scopes.",
    "unauthorized_client": "Applications of this kind can't use this grant or response type.",
    "unsupported_grant_type": "Use authorization_code, refresh_token or client_credentials.",
    "unsupported_response_type": "Send response_type=code.",
}

# Descriptions for errors where oauthlib's own doesn't say what to do.
ADVICE = {
    errors.InvalidClientIdError: "There is no active application with this client_id.",
    errors.MismatchingRedirectURIError: "The redirect_uri is not registered with the application; "
    "it must match exactly.",
    errors.MissingRedirectURIError: "Send redirect_uri: the application does not have exactly one "
    "registered redirect URI.",
}

# What these errors say is invalid; see ``consent.FatalRequest``.
INVALID_PARTS = {
    errors.InvalidClientIdError: "client",
    errors.MissingClientIdError: "client",
    errors.InvalidRedirectURIError: "redirect_uri",
    errors.MismatchingRedirectURIError: "redirect_uri",
    errors.MissingRedirectURIError: "redirect_uri",
}

Result = Tuple[int, Dict[str, Any]]


class Server(AuthorizationEndpoint, TokenEndpoint, RevocationEndpoint, IntrospectEndpoint):
    """All endpoints, with only the grants that this API supports.

    :param issuer: the issuer identifier, as in the metadata document (RFC 8414)
    :param origin: the IP address of the client
    """

    def __init__(self, env: Env, issuer: str, origin: str) -> None:
        self.validator = validator = Validator(env, issuer, origin)
        # oauthlib generates tokens before the row exists; the validator fills them in when it saves it
        bearer = BearerToken(
            validator,
            token_generator=lambda request: "",
            refresh_token_generator=lambda request: "",
            expires_in=validator.access_token_lifetime,
        )
        code_grant = AuthorizationCodeGrant(validator)
        code_grant.custom_validators.pre_auth.append(pkce.check_challenge)
        code_grant.custom_validators.post_token.append(pkce.refuse_verifier_without_challenge)
        code_grant.register_code_modifier(
            lambda grant, handler, request: dict(grant, code=opaque_secrets.generate(), iss=issuer)
        )
        refresh_grant = RefreshTokenGrant(validator)
        refresh_grant.custom_validators.post_token.append(validator.check_retry)
        grants = {
            "authorization_code": code_grant,
            "refresh_token": refresh_grant,
            "client_credentials": ClientCredentialsGrant(validator),
        }
        AuthorizationEndpoint.__init__(self, "code", bearer, {"code": code_grant})
        # the default grant type gets requests with an unknown one, and refuses them
        TokenEndpoint.__init__(self, "authorization_code", bearer, grants)
        RevocationEndpoint.__init__(self, validator)
        IntrospectEndpoint.__init__(self, validator)


def server(env: Env, httprequest: HTTPRequest) -> Server:
    return Server(env, credentials.issuer(httprequest), httprequest.remote_addr or "")


# The authorization endpoint


def authorization_request(env: Env, httprequest: HTTPRequest) -> "AuthorizationRequest":
    """Check an authorization request, when it arrives and again with the user's decision.

    Unknown parameters are ignored (RFC 6749 §3.1).

    :raises consent.FatalRequest: the client or the redirect URI is invalid
    :raises consent.RefusedRequest: both are valid, but something else is not
    """
    sent = credentials.parameters(httprequest)
    parameters = {name: sent[name] for name in AUTHORIZATION_PARAMETERS if name in sent}
    if len(parameters.get("redirect_uri", "")) > redirects.MAX_LENGTH:
        raise consent.FatalRequest(
            "invalid_request", "The redirect_uri is too long.", about="redirect_uri"
        )
    endpoint = server(env, httprequest)
    uri = "%s?%s" % (credentials.url(httprequest), credentials.encode(parameters.items()))
    try:
        scopes, info = endpoint.validate_authorization_request(uri)
    except FatalClientError as error:
        about = INVALID_PARTS.get(type(error))
        raise consent.FatalRequest(error.error, _description(error), about) from None
    except OAuth2Error as error:
        description = _description(error)
        answer = _refusal(endpoint, error.redirect_uri, error.state, error.error, description)
        raise consent.RefusedRequest(error.error, description, answer.location or "") from None
    return AuthorizationRequest(endpoint, uri, parameters, scopes, info)


class AuthorizationRequest(consent.AuthorizationRequest):
    """A request for an authorization code (RFC 6749 §4.1.1)."""

    def __init__(
        self,
        endpoint: Server,
        uri: str,
        parameters: Dict[str, str],
        scopes: Sequence[str],
        info: Dict[str, Any],
    ) -> None:
        super().__init__(info["request"].client, scopes, parameters, info["redirect_uri"])
        self.endpoint = endpoint
        self.uri = uri

    def approve(self, user: User) -> consent.Answer:
        headers, _body, _status = self.endpoint.create_authorization_response(
            self.uri, scopes=list(self.scopes), credentials={"user": user}
        )
        query = dict(parse_qsl(urlsplit(headers["Location"]).query))
        parameters = {name: query[name] for name in ("code", "state", "iss") if name in query}
        return consent.Answer(parameters, consent.location(self.redirect_uri or "", parameters))

    def deny(self) -> consent.Answer:
        return _refusal(
            self.endpoint,
            self.redirect_uri or "",
            self.parameters.get("state"),
            "access_denied",
            "The user has denied the request.",
        )

    def _allowed_scopes(self, user: User) -> "set[str]":
        return self.endpoint.validator.tokens._allowed_scopes(self.application, user)


def _refusal(
    endpoint: Server, redirect_uri: str, state: Optional[str], error: str, description: str
) -> consent.Answer:
    answer = {"error": error, "error_description": description, "iss": endpoint.validator.issuer}
    if state:
        answer["state"] = state
    return consent.Answer(answer, consent.location(redirect_uri, answer))


# The endpoints that applications call; each returns a status and the content for JSON


def token_response(env: Env, httprequest: HTTPRequest) -> Result:
    """Token endpoint (RFC 6749 §3.2).

    :raises BadRequest: the request is malformed
    """
    return _respond(env, httprequest, "create_token_response", TOKEN_PARAMETERS)


def revocation_response(env: Env, httprequest: HTTPRequest) -> Result:
    """Revocation endpoint (RFC 7009 §2).

    :raises BadRequest: the request is malformed
    """
    return _respond(env, httprequest, "create_revocation_response", TOKEN_REFERENCE_PARAMETERS)


def introspection_response(env: Env, httprequest: HTTPRequest) -> Result:
    """Introspection endpoint (RFC 7662 §2).

    :raises BadRequest: the request is malformed
    """
    return _respond(env, httprequest, "create_introspect_response", TOKEN_REFERENCE_PARAMETERS)


def _respond(env: Env, httprequest: HTTPRequest, method: str, names: Sequence[str]) -> Result:
    sent = credentials.secret_parameters(httprequest)
    # oauthlib's request exposes parameters as attributes, so others could collide with its own
    parameters = {name: sent[name] for name in names if name in sent}
    respond = getattr(server(env, httprequest), method)
    try:
        if method == "create_token_response" and "grant_type" not in parameters:
            raise InvalidRequestError(description="Missing grant_type parameter.")
        _headers, text, status = respond(credentials.url(httprequest), "POST", parameters, {})
    except OAuth2Error as error:
        return error.status_code, {"error": error.error, "error_description": _description(error)}
    answer = json.loads(text) if text else {}
    if "error" in answer and not answer.get("error_description"):
        answer["error_description"] = EXPLANATIONS[answer["error"]]
    return status, answer


def _description(error: OAuth2Error) -> str:
    text = ADVICE.get(type(error)) or error.description or EXPLANATIONS[error.error]
    return credentials.description(text)
