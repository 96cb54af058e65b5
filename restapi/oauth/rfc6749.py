"""OAuth 2.0: oauthlib's endpoints with what we offer (RFC 6749, 7009, 7636, 7662, 9207).

Requests become oauthlib's here, and its errors answers; ``validator`` tells it what we know.
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
# Of revocation and introspection, which are about a token.
ABOUT_PARAMETERS = (*CLIENT_PARAMETERS, "token", "token_type_hint")

# What to do about errors that oauthlib has no words for.
EXPLANATIONS = {
    "invalid_client": "Unknown client_id, or a wrong client_secret.",
    "invalid_grant": "The code or refresh token is unknown, expired, used or revoked, "
    "or the code_verifier is not the one of the code.",
    "invalid_scope": "The application may not ask for one of these scopes.",
    "unauthorized_client": "Applications of this kind can't use this grant or response type.",
    "unsupported_grant_type": "There are authorization_code, refresh_token and client_credentials.",
    "unsupported_response_type": "Send response_type=code.",
}

# What to do about those whose own words don't say it.
ADVICE = {
    errors.InvalidClientIdError: "There is no active application of this client_id.",
    errors.MismatchingRedirectURIError: "The redirect_uri is none of those that are registered "
    "with the application: they are compared letter by letter.",
    errors.MissingRedirectURIError: "Send redirect_uri, and register it with the "
    "application: that has none, or several.",
}

# What is not certain about an authorization request then.
UNCERTAIN = {
    errors.InvalidClientIdError: "client",
    errors.MissingClientIdError: "client",
    errors.InvalidRedirectURIError: "redirect_uri",
    errors.MismatchingRedirectURIError: "redirect_uri",
    errors.MissingRedirectURIError: "redirect_uri",
}

Result = Tuple[int, Dict[str, Any]]


class Server(AuthorizationEndpoint, TokenEndpoint, RevocationEndpoint, IntrospectEndpoint):
    """All endpoints, with the grants that we offer and no others.

    :param issuer: this server's address, as the metadata document names it (RFC 8414)
    :param origin: the client's IP address
    """

    def __init__(self, env: Env, issuer: str, origin: str) -> None:
        self.validator = validator = Validator(env, issuer, origin)
        # oauthlib makes tokens before it knows the row; the validator fills them in on saving
        bearer = BearerToken(
            validator,
            token_generator=lambda request: "",
            refresh_token_generator=lambda request: "",
            expires_in=validator.access_token_lifetime,
        )
        code_grant = AuthorizationCodeGrant(validator)
        code_grant.custom_validators.pre_auth.append(pkce.check_challenge)
        code_grant.custom_validators.post_token.append(pkce.refuse_unasked_verifier)
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
        # an unknown grant type comes to the default, which refuses it by name
        TokenEndpoint.__init__(self, "authorization_code", bearer, grants)
        RevocationEndpoint.__init__(self, validator)
        IntrospectEndpoint.__init__(self, validator)


def server(env: Env, httprequest: HTTPRequest) -> Server:
    return Server(env, credentials.issuer(httprequest), httprequest.remote_addr or "")


# The authorization endpoint


def authorization_request(env: Env, httprequest: HTTPRequest) -> "AuthorizationRequest":
    """Check a request for authorization, when it comes and again with the person's decision.

    Parameters of other names are ignored (RFC 6749 §3.1).

    :raises consent.FatalRequest: client or redirect URI are not certain
    :raises consent.RefusedRequest: they are, and the rest is wrong
    """
    sent = credentials.parameters(httprequest)
    asked = {name: sent[name] for name in AUTHORIZATION_PARAMETERS if name in sent}
    if len(asked.get("redirect_uri", "")) > redirects.MAX_LENGTH:
        raise consent.FatalRequest(
            "invalid_request", "The redirect_uri is too long.", about="redirect_uri"
        )
    endpoint = server(env, httprequest)
    uri = "%s?%s" % (credentials.url(httprequest), credentials.encode(asked.items()))
    try:
        scopes, info = endpoint.validate_authorization_request(uri)
    except FatalClientError as error:
        about = UNCERTAIN.get(type(error))
        raise consent.FatalRequest(error.error, _explain(error), about) from None
    except OAuth2Error as error:
        why = _explain(error)
        answer = _refusal(endpoint, error.redirect_uri, error.state, error.error, why)
        raise consent.RefusedRequest(error.error, why, answer.location or "") from None
    return AuthorizationRequest(endpoint, uri, asked, scopes, info)


class AuthorizationRequest(consent.AuthorizationRequest):
    """An authorization code is asked for (RFC 6749 §4.1.1)."""

    def __init__(
        self,
        endpoint: Server,
        uri: str,
        asked: Dict[str, str],
        scopes: Sequence[str],
        info: Dict[str, Any],
    ) -> None:
        super().__init__(info["request"].client, scopes, asked, info["redirect_uri"])
        self.endpoint = endpoint
        self.uri = uri

    def approve(self, user: User) -> consent.Answer:
        headers, _body, _status = self.endpoint.create_authorization_response(
            self.uri, scopes=list(self.scopes), credentials={"user": user}
        )
        told = dict(parse_qsl(urlsplit(headers["Location"]).query))
        answer = {name: told[name] for name in ("code", "state", "iss") if name in told}
        return consent.Answer(answer, consent.location(self.redirect_uri or "", answer))

    def deny(self) -> consent.Answer:
        return _refusal(
            self.endpoint,
            self.redirect_uri or "",
            self.parameters.get("state"),
            "access_denied",
            "The user has not allowed it.",
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


# The endpoints that applications call; each gives back a status and what JSON answers


def token_response(env: Env, httprequest: HTTPRequest) -> Result:
    """Token endpoint (RFC 6749 §3.2).

    :raises BadRequest: the request can't be read
    """
    return _respond(env, httprequest, "create_token_response", TOKEN_PARAMETERS)


def revocation_response(env: Env, httprequest: HTTPRequest) -> Result:
    """Revocation endpoint (RFC 7009 §2).

    :raises BadRequest: the request can't be read
    """
    return _respond(env, httprequest, "create_revocation_response", ABOUT_PARAMETERS)


def introspection_response(env: Env, httprequest: HTTPRequest) -> Result:
    """Introspection endpoint (RFC 7662 §2).

    :raises BadRequest: the request can't be read
    """
    return _respond(env, httprequest, "create_introspect_response", ABOUT_PARAMETERS)


def _respond(env: Env, httprequest: HTTPRequest, method: str, names: Sequence[str]) -> Result:
    sent = credentials.secret_parameters(httprequest)
    # oauthlib would take what else was sent for its own attributes
    known = {name: sent[name] for name in names if name in sent}
    respond = getattr(server(env, httprequest), method)
    try:
        if method == "create_token_response" and "grant_type" not in known:
            raise InvalidRequestError(description="Missing grant_type parameter.")
        _headers, text, status = respond(credentials.url(httprequest), "POST", known, {})
    except OAuth2Error as error:
        return error.status_code, {"error": error.error, "error_description": _explain(error)}
    answer = json.loads(text) if text else {}
    if "error" in answer and not answer.get("error_description"):
        answer["error_description"] = EXPLANATIONS[answer["error"]]
    return status, answer


def _explain(error: OAuth2Error) -> str:
    text = ADVICE.get(type(error)) or error.description or EXPLANATIONS[error.error]
    return credentials.description(text)
