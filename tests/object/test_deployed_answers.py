"""Clients written for the commercial module run unchanged (`answers: deployed`). With
`Prefer: keys=model` any client gets technical names (docs/howto/from-1.0.rst).

Each test stands for something that public clients of 1.0 do: they read `data["res.partner"]`, also for
one record as `data["res.users"][0]`, test `status === 201` after creating, and show `error.message`.
"""

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.oauth1 import Consumer
from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

JSON = "application/json"


@pytest.fixture(scope="module")
def deployed_token(server, odoo):
    application = make_application(odoo, odoo.ref("base.user_admin"), answers="deployed")
    with HttpClient(server.url) as http:
        return get_token(http, application)["access_token"]


@pytest.fixture
def deployed(http, deployed_token):
    return Objects(http, deployed_token)


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Deployed"})


def error_message(answer, status):
    """Checks an error in the form of the deployed module and returns its message."""
    assert answer.status_code == status, answer.text
    assert answer.headers["Content-Type"] == JSON
    assert answer.headers["X-Request-ID"]
    (error,) = answer.json().values()
    assert list(answer.json()) == ["error"]
    assert set(error) == {"code", "message"}
    assert error["code"] == status
    return error["message"]


def test_the_key_is_the_model(deployed, partner):
    domain = f"[('id','=',{partner})]"
    assert ok(deployed.get("res.partner", domain=domain, fields="['name']")) == {
        "res.partner": [{"id": partner, "name": "Deployed"}]
    }
    assert ok(deployed.get("res.partner", ids=[partner], fields="['name']"))["res.partner"]
    assert ok(deployed.get("res.partner/search", domain=domain)) == {"res.partner": [partner]}
    assert ok(deployed.get("res.partner/search", domain=domain, count=True)) == {"count": 1}
    assert ok(deployed.get("res.partner/search_count", domain=domain)) == {"count": 1}


def test_one_record_is_a_list_of_one(deployed, odoo, partner):
    """Clients read `data["res.users"][0]`."""
    uid = odoo.ref("base.user_admin")
    assert ok(deployed.get(f"res.users/{uid}", fields="['login']"))["res.users"][0]["id"] == uid
    path = f"res.partner/{partner}?vals={{'city':'Gent'}}&fields=['city']"
    assert ok(deployed.put(path, data=""))["res.partner"] == [{"id": partner, "city": "Gent"}]
    answer = deployed.patch("res.partner", ids=[partner], vals={"city": "Lier"}, fields=["city"])
    assert ok(answer)["res.partner"] == [{"id": partner, "city": "Lier"}]


def test_creating_answers_201(deployed):
    """Clients test `if (response.status === 201)`."""
    answer = deployed.post("res.partner?vals={'name':'By a form'}&fields=['name']")
    assert answer.status_code == 201
    assert answer.json()["res.partner"][0]["name"] == "By a form"
    many = deployed.post("res.partner", json={"vals": [{"name": "a"}, {"name": "b"}]})
    assert many.status_code == 201
    assert [row["name"] for row in many.json()["res.partner"]] == ["a", "b"]


def test_a_json_body_without_vals_holds_the_values(deployed, odoo, partner):
    answer = deployed.post("res.partner?fields=name,city", json={"name": "Bare", "city": "Gent"})
    assert answer.status_code == 201
    (row,) = answer.json()["res.partner"]
    assert (row["name"], row["city"]) == ("Bare", "Gent")
    for send in (deployed.put, deployed.patch):
        ok(send(f"res.partner/{partner}", json={"city": "Lier"}))
        ok(send(f"res.partner?ids={partner}", json={"city": "Mol"}))
    assert odoo.read("res.partner", partner, ["city"])["city"] == "Mol"
    # with named parameters, they work as in any other request
    ok(deployed.put(f"res.partner/{partner}", json={"vals": {"city": "Aalst"}, "fields": ["city"]}))
    ok(deployed.put(f"res.partner/{partner}?vals={{'city':'Asse'}}", json={"fields": ["city"]}))
    assert odoo.read("res.partner", partner, ["city"])["city"] == "Asse"
    assert "nam" in error_message(deployed.post("res.partner", json={"nam": "x"}), 400)


def test_unknown_parameters_are_ignored_and_named(deployed, partner):
    answer = deployed.get(f"res.partner/{partner}?fields=name&token=x&db%0A=y")
    assert ok(answer)["res.partner"][0]["name"] == "Deployed"
    assert answer.headers["X-Ignored-Parameters"] == "token, db%0A"
    answer = deployed.post("res.partner?vals={'name':'x'}&database=y")
    assert (answer.status_code, answer.headers["X-Ignored-Parameters"]) == (201, "database")
    assert "X-Ignored-Parameters" not in deployed.get(f"res.partner/{partner}").headers


def test_a_misspelt_filter_is_an_error(deployed, partner):
    """Seen to fail when all unknown parameters were ignored."""
    assert "'domain'" in error_message(deployed.get("res.partner?domian=[]"), 400)
    assert error_message(deployed.put(f"res.partner/{partner}?vals={{}}&database=y"), 400)
    assert error_message(deployed.delete(f"res.partner/{partner}?database=y"), 400)


def test_errors_have_a_message(deployed, deployed_token, http, partner):
    """Clients show `error.message`."""
    assert "999999" in error_message(deployed.get("res.partner/999999"), 404)
    assert "'domain'" in error_message(deployed.get("res.partner?domain=[("), 400)
    error_message(deployed.get("res.nope"), 404)
    error_message(deployed.put(f"res.partner/{partner}", vals={"parent_id": partner}), 403)
    error_message(deployed.post(f"res.partner/{partner}/nope"), 404)
    error_message(http.get("/restapi/1.0/report/nope/1", token=deployed_token), 404)
    error_message(deployed.get("res.partner", headers={"Accept": "image/png"}), 406)


def test_scopes_apply(http, odoo, register, partner):
    application = register(odoo.ref("base.user_admin"), answers="deployed", scopes="create")
    limited = Objects(http, get_token(http, application)["access_token"])
    answer = limited.get(f"res.partner/{partner}")
    assert "'read'" in error_message(answer, 403)
    assert 'scope="read"' in answer.headers["WWW-Authenticate"]
    answer = limited.post("res.partner?vals={'name':'x'}")
    assert set(answer.json()["res.partner"][0]) == {"id"}


def test_other_applications_get_the_answers_of_the_manual(api, partner):
    assert ok(api.get(f"res.partner/{partner}", fields="name"))["Contact"]["name"] == "Deployed"
    problem(api.get(f"res.partner/{partner}?token=x"), 400, "unknown_parameter")
    problem(api.post("res.partner", json={"name": "x"}), 400)


@pytest.mark.parametrize("prefer", ["keys=model", "respond-async, keys = model;x=1", "KEYS=MODEL"])
def test_a_client_can_prefer_names_of_models(api, partner, prefer):
    headers = {"Prefer": prefer}
    answer = api.get(f"res.partner/{partner}?fields=name", headers=headers)
    assert ok(answer) == {"res.partner": {"id": partner, "name": "Deployed"}}
    assert answer.headers["Preference-Applied"] == "keys=model"
    assert "Prefer" in answer.headers["Vary"]
    answer = api.post("res.partner", vals={"name": "x"}, headers=headers)
    assert (answer.status_code, list(answer.json())) == (200, ["res.partner"])
    problem(api.get("res.partner/999999", headers=headers), 404, "unknown_record")


def test_both_preferences_at_once(api, partner):
    headers = {"Prefer": "count=exact, keys=model"}
    answer = api.get("res.partner", ids=[partner], fields="name", limit=1, headers=headers)
    assert list(ok(answer)) == ["res.partner"]
    applied = answer.headers["Preference-Applied"]
    assert set(applied.split(", ")) == {"count=exact", "keys=model"}


def test_streams_have_the_key(deployed):
    rows = ok(deployed.get("ir.model.fields", fields="name", limit=1200))["ir.model.fields"]
    assert len(rows) == 1200


def test_a_signed_request(http, odoo, register, partner):
    consumer = Consumer(http, register(odoo.ref("base.user_admin"), answers="deployed"))
    path = f"/restapi/1.0/object/res.partner/{partner}?fields=name"
    answer = consumer.send("GET", path, consumer.authorized())
    assert answer.json() == {"res.partner": [{"id": partner, "name": "Deployed"}]}
