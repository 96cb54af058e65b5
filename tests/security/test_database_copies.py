"""Copies of a database accept no credentials of the original."""

import re

import pytest

from tests.harness import webhooks
from tests.harness.copies import KINDS
from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_token, make_application
from tests.harness.oauth1 import OAUTH1, Consumer
from tests.harness.problems import problem
from tests.harness.rpc import OdooClient
from tests.harness.server import Server
from tests.security.credentials import PARTNER, TOKEN, UNKNOWN, attempts, get_credentials

# each test copies a database and starts Odoo for it
pytestmark = pytest.mark.timeout(400)

PAGE = "https://spa.example.com"
TAG = "res.partner.category"
DEMO = """
INSERT INTO ir_model_data (module, name, model, res_id, noupdate)
     VALUES ('restapi', 'demo_application', 'restapi.application', %s, true)
"""
# An access token for a row of the original, signed in the copy by someone with its key.
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


@pytest.fixture
def original(make_server):
    server = make_server(workers=0)
    admin = OdooClient(server.url, server.db)
    admin.call("ir.config_parameter", "set_param", ["restapi.demo", "1"])
    return server


@pytest.fixture
def copy_of(original, postgres_port):
    """`copy_of(kind)`: a running copy, made while the original is stopped."""
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


@pytest.fixture
def inbox():
    with webhooks.inbox() as inbox:
        yield inbox


def change_with_webhook(admin, application, inbox):
    """A new tag, of which a webhook has not told yet."""
    webhooks.allow_loopback(admin)
    [model_id] = admin.search("ir.model", [("model", "=", TAG)])
    vals = {"name": "Tags", "application_id": application.id, "model_id": model_id}
    admin.create("restapi.webhook", {**vals, "field_names": "name", "url": inbox.url})
    return admin.create(TAG, {"name": "Of the original"})


def check_silent(manager, inbox):
    """The copy sends neither what the original had not sent yet, nor its own changes."""
    manager.create(TAG, {"name": "Of the copy"})
    webhooks.send(manager)
    assert inbox.take() == []


def check_refused(http, credentials, sends):
    """Each use gets the answer that unknown credentials get."""
    for name, send in sends.items():
        answer = send(http)
        assert answer.status_code == 401, (name, answer.text)
    unknown = http.post(TOKEN, data={"grant_type": "client_credentials"}, auth=(UNKNOWN, "y" * 32))
    for name in ("secret", "introspection", "code", "refresh token"):
        assert sends[name](http).content == unknown.content, name
    query = {"response_type": "code", "client_id": credentials.application.client_id}
    answer = http.get(OAUTH2 + "/authorize", params=query)
    assert answer.status_code == 400
    assert "no active application" in answer.text
    pending = {"oauth_token": credentials.pending["oauth_token"]}
    answer = http.get(OAUTH1 + "/authorize", params=pending, headers={"Accept": "application/json"})
    problem(answer, 401, "invalid_token")


def check_screens(admin, http, application):
    """In the copy no manager sees the secret, no list shows a sign-in, and no demo page gives it away."""
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
def test_a_copy_accepts_nothing(original, copy_of, inbox, kind):
    """Seen to fail without the UUID in the lookup of a client, in the query for the credentials of a signed
    request, in the lookup of a request token, in the list of sign-ins, in the lookup of signing keys, in the
    query for the origins of public applications, in the check for the demo application, and in the query for
    webhooks; without `data/neutralize.sql`; and without the new generation when a copied application gets a new secret."""
    admin = OdooClient(original.url, original.db)
    application = make_application(admin, admin.uid)
    make_application(admin, admin.uid, kind="public", redirect_uris=PAGE + "/callback")
    original.sql(DEMO, [application.id])
    with HttpClient(original.url) as http:
        credentials = get_credentials(http, application, original.url)
        own_keys = http.get(OAUTH2 + "/jwks").json()["keys"]
    tag = change_with_webhook(admin, application, inbox)
    copy = copy_of(kind)
    replayed = credentials.signed(PARTNER, token=credentials.access)
    sends = attempts(credentials, replayed)
    with HttpClient(original.url) as http, HttpClient(copy.url) as copy_http:
        page = http.get("/restapi/1.0/common/version", headers={"Origin": PAGE})
        assert page.headers["Access-Control-Allow-Origin"] == PAGE
        assert http.get("/start").json()["client_secret"] == application.client_secret
        assert http.get(PARTNER, headers=replayed).status_code == 200

        check_refused(copy_http, credentials, sends)
        manager = OdooClient(copy.url, copy.db)
        check_screens(manager, copy_http, application)
        check_silent(manager, inbox)
        assert not [
            key for key in copy_http.get(OAUTH2 + "/jwks").json()["keys"] if key in own_keys
        ]

        # a new secret makes the application usable, but revives no old credentials
        manager.write("restapi.application", application.id, {"active": True})
        check_refused(copy_http, credentials, sends)
        manager.call("restapi.application", "action_new_secret", [[application.id]])
        row = manager.read("restapi.application", application.id, ["client_secret", "is_copied"])
        assert row["client_secret"] not in (False, application.client_secret)
        assert row["is_copied"] is False
        renewed = application._replace(client_secret=row["client_secret"])
        for name, send in attempts(credentials._replace(application=renewed), replayed).items():
            expected = {"secret": 200, "introspection": 200, "revocation": 200, "consumer": 401}
            wrong = 400 if name in ("code", "refresh token") else 401
            assert send(copy_http).status_code == expected.get(name, wrong), name
        assert Consumer(copy_http, renewed).authorized()

        # the original still accepts all of it, except the signed request that it has already seen
        for name, send in sends.items():
            expected = 401 if name == "the same signed request" else 200
            assert send(http).status_code == expected, name
        webhooks.send(admin)
        assert inbox.kinds() == [("create", tag)]


def test_a_token_signed_in_the_copy(original, copy_of):
    """The row is a copy from the original, the key is the copy's own. Seen to fail without the UUID in the
    query for an access token."""
    admin = OdooClient(original.url, original.db)
    with HttpClient(original.url) as http:
        get_token(http, make_application(admin, admin.uid))
    copy = copy_of("raw")
    output = copy.databases.odoo_run(copy.db, f"forge-{copy.db}", [], stdin=FORGE)
    (forged,) = re.findall(r"FORGED (\S+)", output)
    with HttpClient(copy.url) as copy_http:
        problem(copy_http.get(PARTNER, token=forged), 401, "invalid_token")
        # the copy's key would sign valid tokens for an application of the copy
        copy.sql(
            "UPDATE restapi_application SET database_uuid = ("
            "SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')"
        )
        assert copy_http.get(PARTNER, token=forged).status_code == 200


def test_a_database_that_moves(original, make_server):
    """A database with the same UUID on another server, as after a restore, accepts everything."""
    admin = OdooClient(original.url, original.db)
    application = make_application(admin, admin.uid)
    with HttpClient(original.url) as http:
        credentials = get_credentials(http, application, original.url)
    name = f"{original.db}_moved"
    original.stop()
    original.databases.copy(original.db, name)
    try:
        moved = make_server(db=name, workers=0)
        with HttpClient(moved.url) as http:
            for what, send in attempts(
                credentials, credentials.signed(PARTNER, token=credentials.access)
            ).items():
                assert send(http).status_code == 200, what
        moved.stop()
    finally:
        original.databases.drop(name)


def test_rows_without_a_uuid_stay_valid_after_an_update(original):
    """Seen to fail without the update that adds the UUID to rows without one."""
    admin = OdooClient(original.url, original.db)
    application = make_application(admin, admin.uid)
    with HttpClient(original.url) as http:
        credentials = get_credentials(http, application, original.url)
    original.stop()
    # as in earlier versions: neither UUIDs nor ids of keys
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
        for what, send in attempts(
            credentials, credentials.signed(PARTNER, token=credentials.access)
        ).items():
            assert send(http).status_code == 200, what
