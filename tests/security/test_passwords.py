"""A token can neither change nor check passwords, API keys or second factors."""

import secrets
import xmlrpc.client

import pytest

from tests.harness.oauth import get_token
from tests.harness.problems import problem

OBJECT = "/restapi/1.0/object"
NEW = "Quite-another-1"


@pytest.fixture(scope="module")
def user(make_user):
    return make_user()


@pytest.fixture
def admin(http, register):
    """Requests with an administrator's token that has all scopes."""
    return Caller(http, get_token(http, register())["access_token"])


@pytest.fixture
def own(http, register, user):
    """Requests with the user's own token."""
    return Caller(http, get_token(http, register(user_id=user.id))["access_token"])


class Caller:
    def __init__(self, http, token):
        self.http = http
        self.token = token

    def send(self, method, path, body):
        return self.http.request(method, f"{OBJECT}/{path}", token=self.token, json=body)

    def call(self, path, **arguments):
        return self.send("POST", path, arguments)

    def create(self, model, vals):
        answer = self.send("POST", model, {"vals": vals})
        assert answer.status_code in (200, 201), answer.text
        (record,) = answer.json().values()
        return record["id"]


@pytest.fixture(autouse=True)
def _nothing_changed(server, user, odoo, has):
    """After each test, the password is the old one, and there is no API key or second factor."""
    yield
    assert odoo.as_user(user.login, user.password).uid == user.id
    if not has("API keys"):
        return
    keys = server.sql("SELECT count(*) FROM res_users_apikeys WHERE user_id = %s", [user.id])
    assert keys == [(0,)]
    assert server.sql("SELECT totp_secret FROM res_users WHERE id = %s", [user.id]) == [(None,)]


def refused(answer):
    assert problem(answer, 403, "password_by_token")["code"] == "password_by_token"


@pytest.mark.parametrize("name", ["password", "new_password"])
def test_writing_a_password(admin, user, name):
    """Seen to fail without the guard of passwords in `write`."""
    refused(admin.send("PUT", f"res.users/{user.id}", {"vals": {name: NEW}}))
    refused(admin.send("PUT", f"res.users?ids={user.id}", {"vals": {"name": "x", name: NEW}}))


def test_writing_a_password_through_a_relation(admin, user):
    """Seen to fail without the guard of passwords in `write`."""
    vals = {"user_ids": [[1, user.id, {"password": NEW}]]}
    refused(admin.send("PUT", f"res.partner/{user.partner_id}", {"vals": vals}))


def test_changing_the_users_own_password(own, user):
    """The old password is not even checked. Seen to fail without the guard of methods that change or check
    passwords."""
    for old in (user.password, "wrong", ""):
        answer = own.call("res.users/change_password", old_passwd=old, new_passwd=NEW)
        refused(answer)


def test_checking_a_password(own, admin, user, has):
    """Odoo's RPC has public methods that check passwords. Seen to fail without the guard of methods that
    change or check passwords."""
    for password in (user.password, "wrong"):
        for caller in (own, admin):
            if has("credentials"):
                credential = {"type": "password", "login": user.login, "password": password}
                env = {"interactive": True}
                named = {"credential": credential, "user_agent_env": env}
                refused(caller.call(f"res.users/{user.id}/authenticate", **named))
            else:
                named = {"login": user.login, "password": password, "user_agent_env": {}}
                refused(caller.call(f"res.users/{user.id}/authenticate", **named))
                refused(caller.call(f"res.users/{user.id}/check", uid=user.id, passwd=password))
                refused(caller.call(f"res.users/{user.id}/check_super", passwd=password))


def test_through_the_wizards(admin, own, user, odoo, series):
    """Seen to fail without the guard of passwords in `write`."""
    line = {"user_id": user.id, "user_login": user.login, "new_passwd": NEW}
    wizard = admin.create("change.password.wizard", {"user_ids": [[0, 0, line]]})
    refused(admin.call(f"change.password.wizard/{wizard}/change_password_button"))
    (line_id,) = admin.http.get(
        f"{OBJECT}/change.password.wizard/{wizard}?fields=user_ids", token=admin.token
    ).json()["Change Password Wizard"]["user_ids"]
    refused(admin.call(f"change.password.user/{line_id}/change_password_button"))


def test_through_the_identity_check(own, user, has):
    """Odoo's screens for API keys and second factors ask for the password again. Seen to fail without the
    guard of methods that change or check passwords."""
    if not has("API keys"):
        pytest.skip("the series never asks for the password again")
    own_name = "action_totp_enable_wizard"
    totp = own_name if has(own_name) else "totp_enable_wizard"
    for method in ("api_key_wizard", totp):
        answer = own.call(f"res.users/{user.id}/{method}")
        check = answer.json()["result"]
        assert check["res_model"] == "res.users.identitycheck"
        record = f"res.users.identitycheck/{check['res_id']}"
        for password in (user.password, "wrong"):
            if has("identity checks take a password"):
                answer = own.send("PUT", record, {"vals": {"password": password}})
                assert answer.status_code == 200, answer.text
            refused(own.call(record + "/run_check", context={"password": password}))


def test_keys_and_factors_through_other_code(admin, user, has):
    """Seen to fail without the guard of API keys."""
    end = ", False" if has("API keys that expire") else ""
    keys = "env['res.users.apikeys']"
    codes = [f"env['res.users'].browse({user.id}).write({{'password': '{NEW}'}})"]
    if has("API keys"):
        codes += [
            f"{keys}.with_user({user.id})._generate('rpc', 'Mine'{end})",
            f"{keys}._check_credentials(scope='rpc', key='0123456789abcdef')",
            f"{keys}.sudo().search([('name', '=', 'Tests')]).unlink()",
            f"env['res.users'].browse({user.id}).sudo().write({{'totp_secret': 'ABCDEFGH'}})",
        ]
    for code in codes:
        model = admin.http.get(
            f"{OBJECT}/ir.model/search?domain=[('model','=','res.users')]", token=admin.token
        )
        ((model_id,),) = model.json().values()
        vals = {"name": "Code", "state": "code", "model_id": model_id, "code": code}
        action = admin.create("ir.actions.server", vals)
        answer = admin.call(f"ir.actions.server/{action}/run")
        # Odoo reports unknown exceptions as faults in the code
        assert "change or check passwords" in problem(answer, 403)["detail"]


def test_a_new_user_may_have_an_initial_password(admin, odoo):
    """Integrations create users, who then change their passwords themselves."""
    login = secrets.token_hex(8)
    record = admin.create("res.users", {"name": login, "login": login, "password": NEW})
    assert odoo.as_user(login, NEW).uid == record
    refused(admin.send("PUT", f"res.users/{record}", {"vals": {"password": NEW}}))


def test_odoos_own_ways_still_work(odoo, make_user):
    """Seen to fail on 12.0 without the original signature of a guarded method: users could not change their
    own password."""
    user = make_user()
    own = odoo.as_user(user.login, user.password)
    with pytest.raises(xmlrpc.client.Fault):
        own.call("res.users", "change_password", ["wrong", NEW])
    assert own.call("res.users", "change_password", [user.password, NEW])
    odoo.as_user(user.login, NEW)
    odoo.write("res.users", user.id, {"password": user.password})
    odoo.as_user(user.login, user.password)
