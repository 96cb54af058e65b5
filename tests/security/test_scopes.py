"""A token can't give its holder more scopes than it has."""

import pytest

from tests.harness.oauth import get_token
from tests.harness.problems import problem

APPLICATIONS = "/restapi/1.0/object/restapi.application"
USERS = "/restapi/1.0/object/res.users"


@pytest.fixture(scope="session")
def admin_id(odoo):
    return odoo.ref("base.user_admin")


@pytest.fixture
def limited(http, register, admin_id):
    """A token of the administrator, who may do everything, with all scopes but one."""

    def limited(scope):
        scopes = {"read", "create", "write", "delete", "call", "report"} - {scope}
        return get_token(http, register(admin_id, scopes=" ".join(sorted(scopes))))["access_token"]

    return limited


def test_only_tokens_with_all_scopes_read_secrets(http, register, limited, admin_id):
    """Seen to fail without the guard of applications."""
    victim = register(admin_id)
    path = f"{APPLICATIONS}/{victim.id}?fields=client_secret"
    (row,) = http.get(path, token=limited("write")).json().values()
    assert row["client_secret"] is False
    (row,) = http.get(path, token=get_token(http, victim)["access_token"]).json().values()
    assert row["client_secret"] == victim.client_secret


def test_registering_and_changing_need_all_scopes(http, odoo, register, limited, admin_id):
    """Seen to fail without the guard of applications."""
    victim = register(admin_id, scopes="read")
    token = limited("report")
    vals = {"name": "More", "user_id": admin_id}
    body = problem(http.post(APPLICATIONS, token=token, json={"vals": vals}), 403)
    assert (body["code"], body["scope"]) == ("insufficient_scope", "report")
    nested = {"vals": {"restapi_application_ids": {"create": [{"name": "More"}]}}}
    problem(http.put(f"{USERS}/{admin_id}", token=token, json=nested), 403, "insufficient_scope")
    more = {"vals": {"scopes": "read write"}}
    path = f"{APPLICATIONS}/{victim.id}"
    problem(http.put(path, token=token, json=more), 403, "insufficient_scope")
    problem(http.post(f"{path}/action_new_secret", token=token), 403, "insufficient_scope")
    problem(http.post(f"{path}/copy", token=token), 403, "insufficient_scope")
    assert odoo.call("restapi.application", "search_count", [[("name", "=", "More")]]) == 0
    assert odoo.read("restapi.application", victim.id, ["scopes"])["scopes"] == "read"


def test_a_token_with_all_scopes_registers(http, register, admin_id):
    token = get_token(http, register(admin_id))["access_token"]
    answer = http.post(APPLICATIONS, token=token, json={"vals": {"name": "By a full token"}})
    assert answer.status_code == 200, answer.text
