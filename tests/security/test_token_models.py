"""Who may see applications, tokens, keys and nonces."""

import contextlib
import xmlrpc.client

import pytest

from tests.harness.oauth import get_token
from tests.harness.oauth1 import Consumer

CLOSED = {
    "restapi.application": ["client_secret_sealed"],
    "restapi.oauth1.token": ["token_hash", "secret_sealed", "verifier_hash"],
    "restapi.oauth2.token": ["code_hash", "code_challenge", "jti", "refresh_hash"],
    "restapi.signing.key": ["private_pem_sealed"],
    "restapi.nonce": ["key"],
}
KINDS = ["employee", "portal", "public"]
API = "/restapi/1.0/object/"


@pytest.fixture(scope="module")
def people(make_user, odoo):
    """One user of each kind, with a password for Odoo's own API."""
    users = {
        "employee": make_user(["base.group_user"]),
        "portal": make_user(["base.group_portal"]),
        "public": make_user(["base.group_public"]),
    }
    return users


@pytest.fixture(scope="module")
def manager(make_user, odoo):
    user = make_user(["base.group_user", "restapi.group_manager"])
    return user, odoo.as_user(user.login, user.password)


@pytest.fixture
def rows(http, register):
    """Makes sure that each table has a row."""
    application = register()
    get_token(http, application)
    Consumer(http, application).authorized()
    return application


def attempts(model):
    """Each public method that could reveal something, with its arguments."""
    closed = CLOSED[model][0]
    return [
        ("read", [[1], [closed]]),
        ("search", [[]]),
        ("search", [[(closed, "like", "a%")]]),
        ("search_count", [[]]),
        ("search_read", [[], ["id"]]),
        ("read_group", [[], ["id"], [closed]]),
        ("name_search", ["a"]),
        ("export_data", [[1], ["id"]]),
        ("export_data", [[1], [closed]]),
        ("write", [[1], {closed: "x"}]),
        ("create", [{closed: "x"}]),
        ("unlink", [[1]]),
    ]


@pytest.mark.parametrize("model", CLOSED)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_through_odoos_rpc(rows, odoo, people, model, kind):
    """Seen to fail without the group in the access list of tokens."""
    client = odoo.as_user(people[kind].login, people[kind].password)
    for method, arguments in attempts(model):
        with pytest.raises(xmlrpc.client.Fault) as caught:
            client.call(model, method, arguments)
        assert "Traceback" not in caught.value.faultString or "AccessError" in str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_through_this_api(rows, http, register, people, kind):
    """Seen to fail without the group in the access list of tokens."""
    token = get_token(http, register(user_id=people[kind].id))["access_token"]
    for model, closed in CLOSED.items():
        for path in (
            f"{model}/1",
            f"{model}?fields={closed[0]}",
            f"{model}?domain=[('{closed[0]}','like','a%')]",
            f"{model}/search",
            f"{model}/search_count",
        ):
            answer = http.get(API + path, token=token)
            assert answer.status_code == 403, (path, answer.text)
        for method, body in (
            ("search_read", {}),
            ("read_group", {"domain": [], "fields": ["id"], "groupby": [closed[0]]}),
            ("export_data", {"fields_to_export": ["id"]}),
        ):
            answer = http.post(f"{API}{model}/{method}", json=body, token=token)
            assert answer.status_code in (400, 403, 404), (model, method, answer.text)
        assert http.delete(f"{API}{model}/1", token=token).status_code == 403


@pytest.mark.parametrize("kind", KINDS)
def test_the_web_client(rows, people, visitor, kind):
    """With a session, as the web client calls. Seen to fail without the group in the access list of tokens."""
    user = people[kind]
    session = visitor(user)

    def call(model, method, arguments):
        params = {"model": model, "method": method, "args": arguments, "kwargs": {}}
        path = f"/web/dataset/call_kw/{model}/{method}"
        return session.post(path, json={"params": params}).json()

    [own] = call("res.users", "read", [[user.id], ["login"]])["result"]
    assert own["login"] == user.login
    for model, closed in CLOSED.items():
        for method, arguments in (
            ("search_read", [[], ["id"]]),
            ("read_group", [[], ["id"], ["id"]]),
            ("read", [[1], closed]),
        ):
            answer = call(model, method, arguments)
            assert "result" not in answer, (model, method)
            assert "AccessError" in answer["error"]["data"]["name"], (model, method)


def test_others_tokens_through_related_models(rows, people, odoo, http, register):
    """CVE-2024-12368: records that a user may read lead to records that they may not. Seen to fail without the
    group of the field from users to applications."""
    user = people["employee"]
    client = odoo.as_user(user.login, user.password)
    names = set(client.call("res.users", "fields_get"))
    assert "restapi_application_ids" not in names
    paths = (
        "restapi_application_ids",
        "restapi_application_ids.client_id",
        "restapi_application_ids.client_secret_sealed",
    )
    # for the first path, Odoo up to 16.0 reveals that there are some, as for every such field
    for path in paths[1:]:
        with pytest.raises(xmlrpc.client.Fault):
            client.call("res.users", "search", [[(path, "!=", False)]])
    token = get_token(http, register(user_id=user.id))["access_token"]
    for path in paths:
        for query in (f"domain=[('{path}','!=',False)]", f"fields={path}", f"order={path}"):
            answer = http.get(f"{API}res.users?{query}", token=token)
            assert answer.status_code in (400, 403), (query, answer.text)


def test_hashes_are_hidden_from_managers(rows, manager):
    """Up to 16.0 Odoo searches by fields that a user may not read, which reveals them character by character.
    Seen to fail without the check for hidden columns in Odoo's own searches."""
    _user, client = manager
    for model, names in CLOSED.items():
        if model == "restapi.nonce":
            continue  # managers have no access to nonces at all
        assert not set(names) & set(client.call(model, "fields_get"))
        assert client.call(model, "search", [[]])
        for name in names:
            for method, arguments, keywords in (
                ("search", [[(name, "=like", "a%")]], {}),
                ("search", [["|", ("id", "=", 1), (name, "!=", False)]], {}),
                ("search_count", [[(name, "=like", "a%")]], {}),
                ("search_read", [[(name, "=like", "a%")], ["id"]], {}),
                ("search", [[]], {"order": f"{name} desc"}),
                ("search_read", [[], ["id"]], {"order": f"id, {name}"}),
                ("read", [[1], [name]], {}),
                ("read_group", [[], ["id"], [name]], {}),
                ("read_group", [[], [f"{name}:max"], ["id"]], {}),
                ("read_group", [[], [f"x:min({name})"], ["id"]], {}),
                ("read_group", [[(name, "=like", "a%")], ["id"], ["id"]], {}),
            ):
                with pytest.raises(xmlrpc.client.Fault):
                    client.call(model, method, arguments, **keywords)
    for path in (
        "restapi_application_ids.client_secret_sealed",
        "restapi_application_ids.user_id.restapi_application_ids.client_secret_sealed",
    ):
        with pytest.raises(xmlrpc.client.Fault):
            client.call("res.users", "search", [[(path, "=like", "a%")]])


def test_hashes_are_hidden_from_managers_in_this_api(rows, manager, http, register):
    user, _client = manager
    token = get_token(http, register(user_id=user.id))["access_token"]
    assert http.get(API + "restapi.application?fields=client_id", token=token).status_code == 200
    for model, names in CLOSED.items():
        for name in names:
            for query in (
                f"fields={name}",
                f"domain=[('{name}','=like','a%')]",
                f"order={name}",
            ):
                answer = http.get(f"{API}{model}?{query}", token=token)
                assert answer.status_code in (400, 403), (model, query, answer.text)


def test_managers_can_not_write_tokens(rows, manager):
    _user, client = manager
    for model in ("restapi.oauth1.token", "restapi.oauth2.token", "restapi.signing.key"):
        ids = client.call(model, "search", [[]])
        for method, arguments in (
            ("write", [ids[:1], {"create_uid": 1}]),
            ("unlink", [ids[:1]]),
            ("create", [{}]),
            ("copy", [ids[0]]),
        ):
            with pytest.raises(xmlrpc.client.Fault):
                client.call(model, method, arguments)


def test_managers_can_not_choose_key_and_secret(manager):
    user, client = manager
    vals = {"name": "x", "user_id": user.id, "client_id": "chosen"}
    record = client.create("restapi.application", vals)
    row = client.read("restapi.application", record, ["client_id", "client_secret"])
    assert row["client_id"] != "chosen"
    assert len(row["client_secret"]) == 32
    client.write("restapi.application", record, {"client_id": "chosen"})
    assert client.read("restapi.application", record, ["client_id"])["client_id"] != "chosen"
    for name in ("client_secret_sealed", "client_secret"):
        with contextlib.suppress(xmlrpc.client.Fault):
            client.write("restapi.application", record, {name: "chosen"})
        again = client.read("restapi.application", record, ["client_secret"])
        assert again["client_secret"] == row["client_secret"]


def test_the_copy_of_an_application_has_its_own_secrets(manager, register):
    """Seen to fail without a new secret for each new record, including copies."""
    application = register()
    _user, client = manager
    copy = client.call("restapi.application", "copy", [[application.id]])
    copy = copy[0] if isinstance(copy, list) else copy
    row = client.read("restapi.application", copy, ["client_id", "client_secret"])
    assert row["client_id"] != application.client_id
    assert row["client_secret"] != application.client_secret


def test_only_managers_change_applications(people, odoo, register, http):
    """Seen to fail without the group in the access list of applications."""
    user = people["employee"]
    application = register(user_id=user.id, scopes="read")
    client = odoo.as_user(user.login, user.password)
    token = get_token(http, register(user_id=user.id))["access_token"]
    for vals in ({"user_id": odoo.uid}, {"kind": "web"}, {"scopes": "read write"}, {"name": "x"}):
        with pytest.raises(xmlrpc.client.Fault):
            client.write("restapi.application", application.id, vals)
        answer = http.put(
            f"{API}restapi.application/{application.id}", json={"vals": vals}, token=token
        )
        assert answer.status_code == 403
    with pytest.raises(xmlrpc.client.Fault):
        client.call("restapi.application", "action_new_secret", [[application.id]])
    row = odoo.read("restapi.application", application.id, ["user_id", "kind", "scopes", "name"])
    assert (row["user_id"][0], row["kind"], row["scopes"]) == (user.id, "machine", "read")
