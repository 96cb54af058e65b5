"""An application's secret is computed when it is read; up to 18.0 Odoo checks no access rights then."""

import xmlrpc.client

import pytest

from tests.harness.oauth import get_token

APPLICATION = "restapi.application"

ATTEMPTS = {
    "mapped": lambda record: ([[record], "client_secret"], {}),
    "filtered": lambda record: ([[record], "client_secret"], {}),
    "sorted": lambda record: ([[record], "client_secret"], {}),
    "export_data": lambda record: ([[record], ["client_secret", "client_id", "name"]], {}),
    "read": lambda record: ([[record], ["client_secret"]], {}),
    "copy_data": lambda record: ([[record]], {}),
    "onchange": lambda record: ([[record], {"name": "x"}, "name", {"client_secret": "1"}], {}),
}


@pytest.fixture(scope="module", params=["base.group_user", "base.group_portal"])
def person(request, make_user, odoo):
    user = make_user([request.param])
    return odoo.as_user(user.login, user.password)


@pytest.mark.parametrize("method", ATTEMPTS)
def test_users_can_not_compute_a_secret(register, person, method):
    """Seen to fail without `_may_see_secrets`: nothing else hides secrets from `mapped` and `export_data`."""
    application = register()
    args, kwargs = ATTEMPTS[method](application.id)
    try:
        revealed = repr(person.call(APPLICATION, method, args, **kwargs))
    except xmlrpc.client.Fault as fault:
        revealed = fault.faultString
    assert application.client_secret not in revealed
    assert application.client_id not in revealed


def test_users_can_not_compute_any_field_of_an_application(register, person, odoo):
    """Seen to fail without `compute_sudo=False` on 13.0, and without the access check in `_compute_sealing`
    up to 18.0: employees could read which keys the server lacks."""
    application = register()
    about = odoo.call(APPLICATION, "fields_get", [[], ["store", "depends"]])
    # display_name is Odoo's own field, which 13.0 reveals for any record of any model
    own = set(about) - {"display_name", "__last_update"}
    computed = sorted(name for name in own if not about[name]["store"])
    assert {"client_secret", "curl_line", "scope_read", "sealing_state"} < set(computed)
    revealed, refused = {}, {}
    for name in computed:
        try:
            values = person.call(APPLICATION, "mapped", [[application.id], name])
        except xmlrpc.client.Fault as fault:
            refused[name] = fault.faultString
        else:
            revealed[name] = [value for value in values if value]
    assert not any(revealed.values()), revealed
    words = ("access", "private methods")  # from 18.0 on, `mapped` is a private method
    for name, text in refused.items():
        assert any(word in text.lower() for word in words), (name, text)


def test_a_list_that_goes_on_after_its_request(http, register, odoo, picture):
    """Seen to fail without `limited_to` around the reads of a stream: all chunks but the first show a token
    with the scope read the secrets of applications that may do more."""
    admin = odoo.ref("base.user_admin")
    register(admin)
    vals = [{"name": f"Of a long list {number}", "ref": "LONG"} for number in range(60)]
    odoo.call("res.partner", "create", [vals])
    token = get_token(http, register(admin, scopes="read"))["access_token"]
    answer = http.get(
        "/restapi/1.0/object/res.partner",
        token=token,
        params={
            # with images, a chunk has 50 records
            "domain": f"['|',('ref','=','LONG'),('user_ids','=',{admin})]",
            "fields": f"{picture},user_ids.restapi_application_ids.client_secret",
            "order": "id desc",
        },
    )
    (rows,) = answer.json().values()
    assert len(rows) > 50
    found = [user["restapi_application_ids"] for row in rows for user in row["user_ids"]]
    secrets = [application["client_secret"] for some in found for application in some]
    assert secrets
    assert not any(secrets)
