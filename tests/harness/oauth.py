"""Gets tokens as clients do, with the client credentials grant of OAuth 2.0."""

from typing import Any, NamedTuple

from tests.harness.http import HttpClient
from tests.harness.rpc import OdooClient

OAUTH2 = "/restapi/1.0/common/oauth2"
REDIRECT_URI = "https://127.0.0.1/callback"
ALL_SCOPES = "read create write delete call report"


class Application(NamedTuple):
    """A registered application, as known to its client."""

    id: int
    client_id: str
    client_secret: str


def make_application(odoo: OdooClient, user_id: int, **vals: Any) -> Application:
    """Registers an application with all scopes; of kind `machine` unless `vals` say otherwise."""
    defaults = {"name": "Test", "redirect_uris": REDIRECT_URI, "scopes": ALL_SCOPES}
    vals = {**defaults, "user_id": user_id, **vals}
    application_id = odoo.create("restapi.application", vals)
    row = odoo.read("restapi.application", application_id, ["client_id", "client_secret"])
    return Application(application_id, row["client_id"], row["client_secret"])


def get_code(http: HttpClient, application: Application, **params: str) -> str:
    query = {"response_type": "code", "client_id": application.client_id, **params}
    answer = http.get(f"{OAUTH2}/authorize", params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()["code"]


def get_token(http: HttpClient, application: Application, **params: str) -> dict[str, Any]:
    """The whole answer of the token endpoint."""
    form = {"grant_type": "authorization_code", "code": get_code(http, application, **params)}
    answer = http.post(
        f"{OAUTH2}/access_token",
        data=form,
        auth=(application.client_id, application.client_secret),
    )
    assert answer.status_code == 200, answer.text
    return answer.json()
