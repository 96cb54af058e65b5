"""One credential of each kind, and every way to use them."""

from typing import NamedTuple

from tests.harness.oauth import OAUTH2, get_code, get_token
from tests.harness.oauth1 import OAUTH1, Consumer

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"
TOKEN = OAUTH2 + "/access_token"
UNKNOWN = "x" * 32


class Credentials(NamedTuple):
    """What clients of a server hold, one of each kind."""

    application: object
    token: dict
    code: str
    consumer: Consumer
    pending: dict  # a request token that no user has authorized
    temporary: dict  # an authorized request token
    verifier: str
    access: dict
    url: str

    @property
    def auth(self):
        return (self.application.client_id, self.application.client_secret)

    def signed(self, path, method="GET", token=None, **extra):
        """Headers of a request signed for that server. They include its host name, as a proxy may send the
        request to any server."""
        host = self.url.split("//")[1]
        header = self.consumer.header(method, self.url + path, token, extra=extra)
        return {"Authorization": header, "Host": host, "Accept": "application/json"}


def get_credentials(http, application, url):
    consumer = Consumer(http, application)
    temporary = consumer.request_token()
    return Credentials(
        application=application,
        token=get_token(http, application),
        code=get_code(http, application),
        pending=consumer.request_token(),
        consumer=consumer,
        temporary=temporary,
        verifier=consumer.verifier(temporary),
        access=consumer.authorized(),
        url=url,
    )


def attempts(credentials, replayed):
    """Each way to use the credentials: a function that sends it, by name."""
    auth = credentials.auth
    secret = credentials.token["refresh_token"]
    token = credentials.token["access_token"]
    exchange = {"grant_type": "authorization_code", "code": credentials.code}
    refresh = {"grant_type": "refresh_token", "refresh_token": secret}
    first, second = OAUTH1 + "/request_token", OAUTH1 + "/access_token"
    return {
        "secret": lambda http: http.post(
            TOKEN, data={"grant_type": "client_credentials"}, auth=auth
        ),
        "introspection": lambda http: http.post(
            OAUTH2 + "/introspect", data={"token": token}, auth=auth
        ),
        "revocation": lambda http: http.post(
            OAUTH2 + "/revoke", data={"token": UNKNOWN}, auth=auth
        ),
        "code": lambda http: http.post(TOKEN, data=exchange, auth=auth),
        "refresh token": lambda http: http.post(TOKEN, data=refresh, auth=auth),
        "access token": lambda http: http.get(PARTNER, token=token),
        "consumer": lambda http: http.post(
            first, headers=credentials.signed(first, "POST", oauth_callback="oob")
        ),
        "request token": lambda http: http.post(
            second,
            headers=credentials.signed(
                second, "POST", credentials.temporary, oauth_verifier=credentials.verifier
            ),
        ),
        "signed request": lambda http: http.get(
            PARTNER, headers=credentials.signed(PARTNER, token=credentials.access)
        ),
        "the same signed request": lambda http: http.get(PARTNER, headers=replayed),
    }
