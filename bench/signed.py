"""Requests signed with OAuth 1.0a by oauthlib's client (RFC 5849)."""

from collections.abc import Callable
from urllib.parse import parse_qsl

from oauthlib import oauth1

from bench.apis import BASE, Failed
from bench.setting import Setting
from bench.wire import Request, send
from tests.harness.oauth import REDIRECT_URI

OAUTH1 = f"{BASE}/common/oauth1"
FORM = {"Accept": "application/x-www-form-urlencoded"}


def signer(setting: Setting) -> Callable[[Request], Request]:
    """Gets an access token. Returns a function that signs requests with it."""
    key, secret = setting.application.client_id, setting.application.client_secret
    request_token = _ask(
        setting, oauth1.Client(key, secret, callback_uri=REDIRECT_URI), "request_token"
    )
    target = f"{OAUTH1}/authorize?oauth_token={request_token['oauth_token']}"
    answer = send(setting.server.port, Request("GET", target))
    verifier = setting.restapi.value(answer)["oauth_verifier"]
    client = oauth1.Client(
        key,
        secret,
        request_token["oauth_token"],
        request_token["oauth_token_secret"],
        verifier=verifier,
    )
    token = _ask(setting, client, "access_token")
    client = oauth1.Client(key, secret, token["oauth_token"], token["oauth_token_secret"])
    return lambda request: _sign(setting, client, request)


def _sign(setting: Setting, client: oauth1.Client, request: Request) -> Request:
    _, headers, _ = client.sign(setting.server.url + request.target, request.method)
    # replaces the bearer token
    return Request(request.method, request.target, None, {**request.headers, **headers})


def _ask(setting: Setting, client: oauth1.Client, endpoint: str) -> dict[str, str]:
    request = _sign(setting, client, Request("POST", f"{OAUTH1}/{endpoint}", None, FORM))
    answer = send(setting.server.port, request)
    if answer.status != 200:
        raise Failed(f"{endpoint} answered {answer.status}: {answer.body[:400]!r}")
    return dict(parse_qsl(answer.body.decode()))
