"""Copies of a database accept nothing that the original gave out."""

import re
from typing import NamedTuple

import pytest

from tests.harness.copies import KINDS
from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_code, get_token, make_application
from tests.harness.oauth1 import OAUTH1, Consumer
from tests.harness.problems import problem
from tests.harness.rpc import OdooClient
from tests.harness.server import Server

# each copies a database, and starts Odoo for it
pytestmark = pytest.mark.timeout(400)

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"
TOKEN = OAUTH2 + "/access_token"
PAGE = "https://spa.example.com"
UNKNOWN = "x" * 32
DEMO = """
INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
     VALUES ('restapi', 'demo_application', 'restapi.application', %s, true)
"""
# An access token for a row of the original, signed in the copy by whoever has its key.
FORGE = """
from odoo.addons.restapi import compat
from odoo.addons.restapi.oauth import tokens

row = env["restapi.oauth2.token"].sudo().search([("jti", "!=", False)], limit=1)
end = compat.timestamp(row.expires_at)
client_id = row.application_id.client_id
claims = tokens.Claims(
    row.jti, row.issuer, str(row.user_id.id), client_id, row.scopes, end - 3600, end
)
print("FORGED " + tokens.encode(env, claims))
env.cr.commit()
"""


class Held(NamedTuple):
    """What clients of the original hold, one of each kind."""

    application: object
    token: dict
    code: str
    consumer: Consumer
    pending: dict  # a request token that nobody has authorized
    temporary: dict  # one with a verifier
    verifier: str
    access: dict
    url: str

    @property
    def auth(self):
        return (self.application.client_id, self.application.client_secret)

    def signed(self, path, method="GET", token=None, **extra):
        """A request that is signed for the original; the host's name goes with it, since a proxy may
        send it to any server."""
        host = self.url.split("//")[1]
        header = self.consumer.header(method, self.url + path, token, extra=extra)
        return {"Authorization": header, "Host": host, "Accept": "application/json"}


def hold(http, application, url):
    consumer = Consumer(http, application)
    temporary = consumer.request_token()
    return Held(
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


def attempts(held, replayed):
    """Every use of what is held, by its name: how to send it, and the answer where it is unknown."""
    auth = held.auth
    secret = held.token["refresh_token"]
    token = held.token["access_token"]
    exchange = {"grant_type": "authorization_code", "code": held.code}
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
            first, headers=held.signed(first, "POST", oauth_callback="oob")
        ),
        "request token": lambda http: http.post(
            second,
            headers=held.signed(second, "POST", held.temporary, oauth_verifier=held.verifier),
        ),
        "signed request": lambda http: http.get(
            PARTNER, headers=held.signed(PARTNER, token=held.access)
        ),
        "the same signed request": lambda http: http.get(PARTNER, headers=replayed),
    }


@pytest.fixture
def original(make_server):
    with_one = make_server(workers=0)
    admin = OdooClient(with_one.url, with_one.db)
    admin.call("ir.config_parameter", "set_param", ["restapi.demo", "1"])
    return with_one


@pytest.fixture
def copy_of(original, postgres_port):
    """`copy_of(kind)`: a running copy of the original, which runs again too."""
    running = []
    names = []

    def make(kind):
        name = f"{original.db}_{kind}"
        names.append(name)
        original.stop()
        KINDS[kind](original, name)
        original.start()
        copy = Server(original.series, name, postgres_port, workers=0)
        running.append(copy)
        copy.start()
        return copy

    yield make
    for server in running:
        server.stop()
    for name in names:
        original.databases.drop(name)


def check_refused(http, held, sends):
    """All of it is answered as if nobody had ever heard of it."""
    for name, send in sends.items():
        answer = send(http)
        assert answer.status_code == 401, (name, answer.text)
    unknown = http.post(TOKEN, data={"grant_type": "client_credentials"}, auth=(UNKNOWN, "y" * 32))
    for name in ("secret", "introspection", "code", "refresh token"):
        assert sends[name](http).content == unknown.content, name
    query = {"response_type": "code", "client_id": held.application.client_id}
    answer = http.get(OAUTH2 + "/authorize", params=query)
    assert answer.status_code == 400
    assert "no active application" in answer.text
    pending = {"oauth_token": held.pending["oauth_token"]}
    answer = http.get(OAUTH1 + "/authorize", params=pending, headers={"Accept": "application/json"})
    problem(answer, 401, "invalid_token")


def check_screens(admin, http, application):
    """No manager of the copy sees the secret, no list shows a sign-in, no stranger is told one."""
    row = admin.read("restapi.application", application.id, ["client_secret", "is_copied"])
    assert (row["client_secret"], row["is_copied"]) == (False, True)
    every = {"active_test": False}
    copied = admin.call(
        "restapi.application", "search", [[("is_copied", "=", True)]], context=every
    )
    others = admin.call(
        "restapi.application", "search", [[("is_copied", "=", False)]], context=every
    )
    assert application.id in copied
    assert not others
    assert admin.search("restapi.active.token", []) == []
    assert http.get("/start").status_code == 404
    page = http.get("/restapi/1.0/common/version", headers={"Origin": PAGE})
    assert "Access-Control-Allow-Origin" not in page.headers


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_accepts_nothing(original, copy_of, kind):
    """Seen to fail without the UUID in the search for a client; or without it in the query for both
    parties of a signed request; or without it in the search for a request token; or without it in
    the list of sign-ins; or without it in the search for keys; or without `data/neutralize.sql`; or without the UUID beside the origins of
    public applications; or without it beside the demo application; or without the new generation of
    an application that is taken over."""
    admin = OdooClient(original.url, original.db)
    application = make_application(admin, admin.uid)
    make_application(admin, admin.uid, kind="public", redirect_uris=PAGE + "/callback")
    original.sql(DEMO, [application.id])
    with HttpClient(original.url) as http:
        held = hold(http, application, original.url)
        own_keys = http.get(OAUTH2 + "/jwks").json()["keys"]
    copy = copy_of(kind)
    replayed = held.signed(PARTNER, token=held.access)
    sends = attempts(held, replayed)
    with HttpClient(original.url) as http, HttpClient(copy.url) as stranger:
        page = http.get("/restapi/1.0/common/version", headers={"Origin": PAGE})
        assert page.headers["Access-Control-Allow-Origin"] == PAGE
        assert http.get("/start").json()["client_secret"] == application.client_secret
        assert http.get(PARTNER, headers=replayed).status_code == 200

        check_refused(stranger, held, sends)
        manager = OdooClient(copy.url, copy.db)
        check_screens(manager, stranger, application)
        assert not [key for key in stranger.get(OAUTH2 + "/jwks").json()["keys"] if key in own_keys]

        # a new secret takes the application over, and nothing of before comes back
        manager.write("restapi.application", application.id, {"active": True})
        check_refused(stranger, held, sends)
        manager.call("restapi.application", "action_new_secret", [[application.id]])
        row = manager.read("restapi.application", application.id, ["client_secret", "is_copied"])
        assert row["client_secret"] not in (False, application.client_secret)
        assert row["is_copied"] is False
        renewed = application._replace(client_secret=row["client_secret"])
        for name, send in attempts(held._replace(application=renewed), replayed).items():
            expected = {"secret": 200, "introspection": 200, "revocation": 200, "consumer": 401}
            wrong = 400 if name in ("code", "refresh token") else 401
            assert send(stranger).status_code == expected.get(name, wrong), name
        assert Consumer(stranger, renewed).authorized()

        # the original goes on with all of it, the signed request excepted that it had already
        for name, send in sends.items():
            expected = 401 if name == "the same signed request" else 200
            assert send(http).status_code == expected, name


def test_a_token_signed_in_the_copy(original, copy_of):
    """For a row that the copy has of the original, with the copy's own key. Seen to fail without the
    UUID in the query for an access token."""
    admin = OdooClient(original.url, original.db)
    with HttpClient(original.url) as http:
        get_token(http, make_application(admin, admin.uid))
    copy = copy_of("raw")
    output = copy.databases.odoo_run(copy.db, f"forge-{copy.db}", [], stdin=FORGE)
    (forged,) = re.findall(r"FORGED (\S+)", output)
    with HttpClient(copy.url) as stranger:
        problem(stranger.get(PARTNER, token=forged), 401, "invalid_token")
        # the key is the copy's: of an application of its own the same token would be good
        copy.sql(
            "UPDATE restapi_application SET database_uuid = ("
            "SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')"
        )
        assert stranger.get(PARTNER, token=forged).status_code == 200


def test_a_database_that_moves(original, make_server):
    """The same UUID elsewhere, as after a restore: all goes on."""
    admin = OdooClient(original.url, original.db)
    application = make_application(admin, admin.uid)
    with HttpClient(original.url) as http:
        held = hold(http, application, original.url)
    name = f"{original.db}_moved"
    original.stop()
    original.databases.copy(original.db, name)
    try:
        moved = make_server(db=name, workers=0)
        with HttpClient(moved.url) as http:
            for what, send in attempts(held, held.signed(PARTNER, token=held.access)).items():
                assert send(http).status_code == 200, what
        moved.stop()
    finally:
        original.databases.drop(name)


def test_rows_from_before_go_on_after_an_update(original):
    """Seen to fail without the UUID that an update gives to rows without one."""
    admin = OdooClient(original.url, original.db)
    application = make_application(admin, admin.uid)
    with HttpClient(original.url) as http:
        held = hold(http, application, original.url)
    original.stop()
    # as they were: neither UUIDs nor the ids of keys
    for table, column in (
        ("restapi_application", "client_secret_sealed"),
        ("restapi_signing_key", "private_pem_sealed"),
        ("restapi_oauth1_token", "secret_sealed"),
    ):
        original.sql(f"DROP INDEX {table}_key_id")
        original.sql(f"UPDATE {table} SET {column} = split_part({column}, '.', 2)")
    original.sql("DROP VIEW restapi_grant, restapi_active_token")
    for table in ("restapi_application", "restapi_signing_key"):
        original.sql(f"ALTER TABLE {table} DROP COLUMN database_uuid")
    update = ["-u", "restapi", "--stop-after-init"]
    original.databases.odoo_run(original.db, f"update-{original.db}", update)
    original.start()
    with HttpClient(original.url) as http:
        for what, send in attempts(held, held.signed(PARTNER, token=held.access)).items():
            assert send(http).status_code == 200, what
