"""Events that end tokens immediately and for good."""

import pytest

from tests.harness.oauth import OAUTH2, get_token
from tests.harness.oauth1 import Consumer

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"


class Signed:
    """An application's tokens of both protocols, already used, so that all caches are warm."""

    def __init__(self, http, application):
        self.http = http
        self.application = application
        self.token = get_token(http, application)
        self.consumer = Consumer(http, application)
        self.token1 = self.consumer.authorized()
        assert self.live() == [True, True]

    def live(self):
        answers = [
            self.http.get(PARTNER, token=self.token["access_token"]),
            self.consumer.send("GET", PARTNER, self.token1),
        ]
        assert {answer.status_code for answer in answers} <= {200, 401}
        return [answer.status_code == 200 for answer in answers]

    def refreshed(self, secret=None):
        application = self.application
        auth = (application.client_id, secret or application.client_secret)
        form = {"grant_type": "refresh_token", "refresh_token": self.token["refresh_token"]}
        return self.http.post(OAUTH2 + "/access_token", data=form, auth=auth).status_code == 200


@pytest.fixture
def user(make_user):
    return make_user()


@pytest.fixture
def signed(http, register, user):
    return Signed(http, register(user_id=user.id))


def test_an_archived_user(signed, odoo, user):
    """Seen to fail without the revocation of tokens when a user is archived."""
    odoo.write("res.users", user.id, {"active": False})
    assert signed.live() == [False, False]
    assert not signed.refreshed()
    odoo.write("res.users", user.id, {"active": True})
    assert signed.live() == [False, False]
    assert not signed.refreshed()


def test_a_user_archived_with_sql(signed, server, user):
    """Seen to fail without the check of the user in the query for the token."""
    server.sql("UPDATE res_users SET active = false WHERE id = %s", [user.id])
    assert signed.live() == [False, False]
    assert not signed.refreshed()


def test_an_archived_application(signed, odoo):
    """Seen to fail without `active` among the fields that the tokens of an application depend on."""
    odoo.write("restapi.application", signed.application.id, {"active": False})
    assert signed.live() == [False, False]
    assert not signed.refreshed()
    odoo.write("restapi.application", signed.application.id, {"active": True})
    assert signed.live() == [False, False]
    assert not signed.refreshed()


def test_a_new_secret(signed, odoo):
    odoo.call("restapi.application", "action_new_secret", [[signed.application.id]])
    row = odoo.read("restapi.application", signed.application.id, ["client_secret"])
    assert row["client_secret"] != signed.application.client_secret
    assert signed.live() == [False, False]
    assert not signed.refreshed(row["client_secret"])
    signed.consumer.application = signed.application._replace(client_secret=row["client_secret"])
    assert signed.live() == [False, False]


@pytest.mark.parametrize("name", ["user_id", "kind", "scopes"])
def test_a_change_of_the_user_or_the_scopes(signed, odoo, make_user, name):
    before = odoo.read("restapi.application", signed.application.id, [name])[name]
    before = before[0] if name == "user_id" else before
    value = {"user_id": make_user().id, "kind": "web", "scopes": "read"}[name] if before else None
    odoo.write("restapi.application", signed.application.id, {name: value})
    assert signed.live() == [False, False]
    odoo.write("restapi.application", signed.application.id, {name: before})
    assert signed.live() == [False, False]
    assert not signed.refreshed()


def test_other_changes_end_nothing(signed, odoo, user):
    values = {"name": "Renamed", "redirect_uris": "https://new.example.com/", "kind": "machine"}
    odoo.write("restapi.application", signed.application.id, values)
    odoo.write("res.users", user.id, {"name": "Renamed"})
    assert signed.live() == [True, True]
    assert signed.refreshed()


def test_a_deleted_application(signed, odoo, server):
    odoo.unlink("restapi.application", signed.application.id)
    assert signed.live() == [False, False]
    for table in ("restapi_oauth1_token", "restapi_oauth2_token"):
        query = f"SELECT count(*) FROM {table} WHERE application_id = %s"
        assert server.sql(query, [signed.application.id]) == [(0,)]


def test_all_secrets_differ(register, server, http):
    """Seen to fail without randomness: all applications get one secret."""
    applications = [register() for _ in range(3)]
    seen = [text for app in applications for text in (app.client_id, app.client_secret)]
    assert len(set(seen)) == 6
    assert {len(text) for text in seen} == {32}


def test_expired_rows_are_purged(http, register, odoo, server):
    application = register()
    get_token(http, application)
    consumer = Consumer(http, application)
    consumer.request_token()
    consumer.authorized()
    server.sql(
        "UPDATE restapi_oauth2_token SET expires_at = now() - interval '31 days',"
        " refresh_expires_at = now() - interval '31 days' WHERE application_id = %s",
        [application.id],
    )
    server.sql(
        "UPDATE restapi_oauth1_token SET expires_at = now() - interval '1 minute'"
        " WHERE application_id = %s AND kind = 'request'",
        [application.id],
    )
    server.sql("UPDATE restapi_nonce SET expires_at = now() - interval '1 second'")
    (job,) = odoo.search("ir.cron", [("model_id.model", "=", "ir.autovacuum")])
    odoo.call("ir.cron", "method_direct_trigger", [[job]])
    query = "SELECT count(*) FROM {} WHERE application_id = %s"
    assert server.sql(query.format("restapi_oauth2_token"), [application.id]) == [(0,)]
    # only the access token is left, which never expires
    assert server.sql(query.format("restapi_oauth1_token"), [application.id]) == [(1,)]
    assert server.sql("SELECT count(*) FROM restapi_nonce") == [(0,)]
