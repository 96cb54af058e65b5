"""Records by their external ids, in paths (docs/reference/objects.rst)."""

import base64
import itertools
import secrets

import pytest

from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
NUMBERS = itertools.count()


@pytest.fixture
def new_id():
    """An external id that nobody has."""
    return f"shop.customer_{next(NUMBERS)}_{secrets.token_hex(4)}"


@pytest.fixture
def name_it(odoo):
    """`name_it(model, record)`: gives a record an external id."""

    def name_it(model, record, external_id=None):
        module, _, name = (external_id or f"shop.r_{secrets.token_hex(6)}").partition(".")
        vals = {"module": module, "name": name, "model": model, "res_id": record}
        odoo.create("ir.model.data", {**vals, "noupdate": True})
        return f"{module}.{name}"

    return name_it


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Named", "city": "Namur"})


@pytest.fixture
def manager_api(http, make_user, token_of):
    user = make_user(["base.group_user", "base.group_partner_manager"])
    return Objects(http, token_of(user.id))


def put(api, external_id, vals, model="res.partner", **kwargs):
    return api.put(f"{model}/by/{external_id}?fields=name,city", json={"vals": vals}, **kwargs)


def made(answer):
    assert answer.status_code == 201, answer.text
    return answer.json()["Contact"]["id"]


def rows(odoo, external_id):
    module, _, name = external_id.partition(".")
    domain = [("module", "=", module), ("name", "=", name)]
    names = ["model", "res_id", "noupdate"]
    return odoo.call("ir.model.data", "search_read", [domain, names])


def test_put_creates_and_then_changes(api, odoo, new_id):
    answer = put(api, new_id, {"name": "Ada", "city": "London"})
    record = made(answer)
    assert answer.json() == {"Contact": {"id": record, "name": "Ada", "city": "London"}}
    assert answer.headers["Location"].endswith(f"/restapi/1.0/object/res.partner/{record}")
    assert "ETag" not in answer.headers
    (row,) = rows(odoo, new_id)
    assert (row["model"], row["res_id"], row["noupdate"]) == ("res.partner", record, True)
    changed = ok(put(api, new_id, {"city": "Paris"}))["Contact"]
    assert changed == {"id": record, "name": "Ada", "city": "Paris"}
    assert len(rows(odoo, new_id)) == 1


def test_each_route(api, odoo, new_id):
    picture = "image_1920" if "image_1920" in odoo.call("res.partner", "fields_get") else "image"
    record = made(put(api, new_id, {"name": "Ada", picture: PIXEL}))
    by = f"res.partner/by/{new_id}"
    read = api.get(f"{by}?fields=name")
    assert ok(read) == {"Contact": {"id": record, "name": "Ada"}}
    assert read.headers["ETag"] == api.get(f"res.partner/{record}?fields=name").headers["ETag"]
    again = api.get(f"{by}?fields=name", headers={"If-None-Match": read.headers["ETag"]})
    assert again.status_code == 304
    patched = api.patch(by, json={"vals": {"name": "Eve"}, "fields": ["name"]})
    assert ok(patched)["Contact"] == {"id": record, "name": "Eve"}
    assert patched.headers["ETag"]
    called = api.post(f"{by}/read", json={"fields": ["name"]})
    assert ok(called)["result"] == [{"id": record, "name": "Eve"}]
    file = api.get(f"{by}/{picture}")
    assert file.status_code == 200
    assert file.content == base64.b64decode(PIXEL)
    assert ok(api.delete(by)) == {}
    assert odoo.search("res.partner", [("id", "=", record)]) == []
    assert rows(odoo, new_id) == []  # Odoo deletes it with the record


def test_ids_of_modules_are_read_and_changed_but_not_made(api, odoo):
    """Seen to fail without the check of the names of modules."""
    company = odoo.ref("base.main_partner")
    assert ok(api.get("res.partner/by/base.main_partner?fields=id"))["Contact"]["id"] == company
    assert ok(put(api, "base.main_partner", {}))["Contact"]["id"] == company
    for taken in ("base.nope_1", "account.nope_1", "website_sale.nope_1"):  # in whatever state
        refused = put(api, taken, {"name": "x"})
        assert "module" in problem(refused, 400, "invalid_parameter")["detail"]
        assert rows(odoo, taken) == []


@pytest.mark.parametrize("text", ["nope", ".x", "x.", "shop.é%00", f"shop.{'x' * 300}"])
def test_malformed_ids(api, text):
    for send in (api.get, api.delete, lambda path: put(api, text, {"name": "x"})):
        problem(send(f"res.partner/by/{text}"), 400, "invalid_parameter")


@pytest.mark.parametrize("text", ["shop.é", "shop.a b", "shop.a@b", f"shop.{'x' * 129}", "shöp.x"])
def test_ids_that_can_not_be_made(api, odoo, text):
    problem(put(api, text, {"name": "x"}), 400, "invalid_parameter")
    problem(api.get(f"res.partner/by/{text}"), 404, "unknown_record")
    longest = f"shop.{secrets.token_hex(4)}{'x' * 120}"
    made(put(api, longest, {"name": "x"}))


def test_unknown_of_another_model_and_unreadable_are_alike(
    manager_api, server, odoo, name_it, secret, vals_argument
):
    """Seen to fail without the check that the caller may read the record."""
    user = odoo.ref("base.user_admin")
    other = name_it("res.users", user)
    hidden = name_it("res.partner", secret)
    details = set()
    for text in ("shop.nobody", other, hidden):
        by = f"res.partner/by/{text}"
        for answer in (
            manager_api.get(f"{by}?fields=id"),
            manager_api.get(f"{by}?fields=name"),
            manager_api.patch(by, json={"vals": {"name": "x"}}),
            manager_api.delete(by),
            manager_api.post(f"{by}/write", json={vals_argument: {"name": "x"}}),
            manager_api.get(f"{by}/image"),
            manager_api.get(f"{by}/image_1920"),
        ):
            body = problem(answer, 404)
            if "binary field" in body["detail"]:
                continue  # the field of another series
            assert (body["code"], body["external_id"]) == ("unknown_record", text)
            details.add(body["detail"].replace(text, "…"))
    assert len(details) == 1
    assert server.sql(f"SELECT name FROM res_partner WHERE id = {secret}") == [("Hidden",)]


def test_put_on_a_taken_id(manager_api, odoo, name_it, secret):
    """Seen to fail without the check that the caller may read the record."""
    details = set()
    for text in (
        name_it("res.users", odoo.ref("base.user_admin")),
        name_it("res.partner", secret),
    ):
        body = problem(put(manager_api, text, {"name": "Mine"}), 409, "external_id_taken")
        assert body["external_id"] == text
        details.add(body["detail"].replace(text, "…"))
        assert len(rows(odoo, text)) == 1
    assert len(details) == 1
    assert odoo.search("res.partner", [("name", "=", "Mine")]) == []


def test_an_id_whose_record_is_gone_is_free(api, server, odoo, name_it):
    """Records can vanish without Odoo, by SQL."""
    gone = name_it("res.partner", 999999)
    without = name_it("no.such.model", 7)
    for text in (gone, without):
        problem(api.get(f"res.partner/by/{text}"), 404, "unknown_record")
        record = made(put(api, text, {"name": "New"}))
        (row,) = rows(odoo, text)
        assert (row["model"], row["res_id"]) == ("res.partner", record)


def test_odoo_decides(employee_api, odoo, new_id, name_it, partner):
    problem(put(employee_api, new_id, {"name": "x"}), 403, "access_error")
    problem(put(employee_api, name_it("res.partner", partner), {"name": "x"}), 403, "access_error")
    assert rows(odoo, new_id) == []
    problem(put(employee_api, "shop.x", {}, model="no.such"), 404, "unknown_model")
    problem(employee_api.get("ir.config_parameter/by/shop.x"), 403, "access_error")


def test_a_failed_request_leaves_no_id(api, odoo, new_id):
    problem(put(api, new_id, {"name": False}), 403)
    problem(put(api, new_id, {"nam": "x"}), 400, "unknown_field")
    problem(api.put(f"res.partner/by/{new_id}"), 400, "missing_parameter")
    assert rows(odoo, new_id) == []


def test_scopes(http, odoo, token_of, new_id):
    """Seen to fail without the check of the scope."""
    writer = Objects(http, token_of(odoo.uid, "write read"))
    assert problem(put(writer, new_id, {"name": "x"}), 403, "insufficient_scope")["scope"] == (
        "create"
    )
    both = Objects(http, token_of(odoo.uid, "write create"))
    record = made(put(both, new_id, {"name": "x"}))
    assert put(both, new_id, {"name": "y"}).json() == {"Contact": {"id": record}}
    ok(put(writer, new_id, {"name": "z"}))


def test_conditions(api, odoo, new_id):
    """Seen to fail without the check of the conditions."""
    create, change = {"If-None-Match": "*"}, {"If-Match": "*"}
    problem(put(api, new_id, {"name": "A"}, headers=change), 412, "precondition_failed")
    problem(put(api, new_id, {"name": "A"}, headers={"If-Match": '"x"'}), 412)
    made(put(api, new_id, {"name": "A"}, headers=create))
    problem(put(api, new_id, {"name": "B"}, headers=create), 412, "precondition_failed")
    ok(put(api, new_id, {"name": "C"}, headers=change))
    known = {"If-Match": api.get(f"res.partner/by/{new_id}?fields=name").headers["ETag"]}
    ok(put(api, new_id, {"name": "D"}, headers=known))
    problem(put(api, new_id, {"name": "E"}, headers=known), 412, "precondition_failed")
    by = f"res.partner/by/{new_id}"
    problem(api.patch(by, json={"vals": {"name": "F"}}, headers=known), 412, "precondition_failed")
    problem(api.delete(by, headers=known), 412, "precondition_failed")
    problem(put(api, new_id, {}, headers={"If-None-Match": '"x"'}), 412, "precondition_unsupported")
    both = {**create, **change}
    problem(put(api, new_id, {}, headers=both), 412, "precondition_failed")
    assert ok(api.get(f"{by}?fields=name"))["Contact"]["name"] == "D"
    problem(put(api, f"{new_id}_2", {"nam": 1}, headers=change), 400)  # other errors come first


def test_a_dry_run(api, odoo, new_id):
    answer = api.put(f"res.partner/by/{new_id}?dry_run=1", json={"vals": {"name": "Dry"}})
    assert (answer.status_code, answer.headers["X-Dry-Run"]) == (201, "true")
    assert rows(odoo, new_id) == []
    assert odoo.search("res.partner", [("name", "=", "Dry")]) == []


def test_a_method_and_a_field_that_do_not_exist(api, name_it, partner):
    by = f"res.partner/by/{name_it('res.partner', partner)}"
    problem(api.post(f"{by}/nope"), 404, "unknown_method")
    problem(api.get(f"{by}/nope"), 404, "not_found")
    problem(api.post(by), 405, "method_not_allowed")


def test_names_with_dots_and_dashes(api, odoo):
    text = f"shop-1.a.b-c_{secrets.token_hex(3)}"
    made(put(api, text, {"name": "Dotted"}))
    assert len(rows(odoo, text)) == 1
