"""Grants: users see and revoke their own only, and see nothing of the application but its name."""

import xmlrpc.client

import pytest

from tests.harness.oauth import OAUTH2, get_token

GRANT = "restapi.grant"
TOKEN = "restapi.active.token"
ALL = []


@pytest.fixture
def allowed(register, make_user, visitor, odoo):
    """`allowed(groups)`: a user who allowed an application, the user's RPC client, and a token."""

    def allow(groups=("base.group_user",)):
        user = make_user(groups=list(groups))
        application = register(name="Shop", kind="web")
        token = visitor(user).tokens(application)["access_token"]
        client = odoo.as_user(user.login, user.password)
        return user, client, token

    return allow


def works(http, token, user):
    answer = http.get(f"/restapi/1.0/object/res.partner/{user.partner_id}?fields=name", token=token)
    assert answer.status_code in (200, 401), answer.text
    return answer.status_code == 200


@pytest.mark.parametrize("groups", [["base.group_user"], ["base.group_portal"]], ids=str)
def test_users_see_and_revoke_their_own_grants(allowed, groups, http):
    """Seen to fail without `compute_sudo=False` on 13.0: it computed others' grants for any user."""
    user, client, token = allowed(groups)
    _other, other_client, other_token = allowed(groups)
    (own,) = client.search(GRANT, ALL)
    (foreign,) = other_client.search(GRANT, ALL)
    assert client.read(GRANT, own, ["name"])["name"] == "Shop"
    for call in (
        lambda: client.read(GRANT, foreign, ["name"]),
        lambda: client.call(GRANT, "mapped", [[foreign], "scope_words"]),
        lambda: client.call(GRANT, "mapped", [[foreign], "scope_labels"]),
        lambda: client.call(GRANT, "action_revoke", [[foreign]]),
        lambda: client.call(GRANT, "action_revoke", [[own, foreign]]),
    ):
        with pytest.raises(xmlrpc.client.Fault):
            call()
    assert works(http, token, user)
    assert works(http, other_token, _other)
    client.call(GRANT, "action_revoke", [[own]])
    assert not client.search(GRANT, ALL)
    assert not works(http, token, user)
    assert works(http, other_token, _other)


def test_users_see_only_the_name_of_the_application(allowed):
    _user, client, _token = allowed()
    (own,) = client.search(GRANT, ALL)
    assert "application_id" not in client.call(GRANT, "fields_get")
    with pytest.raises(xmlrpc.client.Fault):
        client.read(GRANT, own, ["application_id"])
    for change in (
        lambda: client.write(GRANT, own, {"name": "x"}),
        lambda: client.unlink(GRANT, own),
        lambda: client.create(GRANT, {"name": "x"}),
    ):
        with pytest.raises(xmlrpc.client.Fault):
            change()


def test_active_tokens_are_for_managers(allowed, odoo, http, make_user):
    user, client, token = allowed()
    (row,) = odoo.search(TOKEN, [("user_id", "=", user.id)])
    for call in (
        lambda: client.search(TOKEN, ALL),
        lambda: client.call(TOKEN, "action_revoke", [[row]]),
        lambda: client.read("res.users", user.id, ["restapi_application_ids"]),
    ):
        with pytest.raises(xmlrpc.client.Fault):
            call()
    assert works(http, token, user)
    manager = make_user(groups=["base.group_user", "restapi.group_manager"])
    odoo.as_user(manager.login, manager.password).call(TOKEN, "action_revoke", [[row]])
    assert not works(http, token, user)


def test_machine_applications_are_no_grants(register, make_user, odoo, http):
    user = make_user()
    get_token(http, register(user.id))
    assert odoo.as_user(user.login, user.password).search(GRANT, ALL) == []
    assert odoo.search(TOKEN, [("user_id", "=", user.id)])


def test_a_grant_ends_with_its_last_token(register, make_user, visitor, http, server):
    """A used refresh token doesn't count: it must not spare the user the consent page."""
    user, application = make_user(), register(name="Shop", kind="web")
    one = visitor(user)
    auth = (application.client_id, application.client_secret)
    first = one.tokens(application)
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    assert http.post(f"{OAUTH2}/access_token", data=form, auth=auth).status_code == 200

    def needs_consent():
        query = {"response_type": "code", "client_id": application.client_id}
        headers = {"Accept": "text/html"}
        return one.get(f"{OAUTH2}/authorize", params=query, headers=headers).status_code == 200

    assert not needs_consent()
    # the second token has expired, the first has been used
    server.sql(
        "UPDATE restapi_oauth2_token SET expires_at = now() - interval '1 minute',"
        " refresh_expires_at = CASE WHEN used_at IS NULL THEN now() - interval '1 minute'"
        " ELSE refresh_expires_at END WHERE application_id = %s",
        [application.id],
    )
    assert needs_consent()
