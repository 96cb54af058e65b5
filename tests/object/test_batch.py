"""POST /batch: several requests in one (docs/reference/batch.rst)."""

import uuid

from tests.harness.batch import PARTNER, create, send, statuses
from tests.harness.objects import Objects, ok
from tests.harness.problems import problem
from tests.object.test_concurrency import run_together
from tests.object.test_idempotency import make_action


def test_later_requests_refer_to_earlier_answers(api, odoo, name):
    parts = ok(
        send(
            api,
            create({"name": name, "city": "Namur"}, id="parent"),
            create({"name": "Child", "parent_id": {"$result": "parent"}}, id="child"),
            {"method": "GET", "path": PARTNER + "/{child}?fields=name,parent_id.city"},
            {"id": "copy", "method": "POST", "path": PARTNER + "/{child}/copy"},
            {
                "method": "PUT",
                "path": PARTNER + "/{copy}",
                "body": {
                    "vals": {"city": {"$result": "parent#/res.partner/city"}},
                    "fields": ["city"],
                },
            },
            {
                "id": "found",
                "method": "GET",
                "path": PARTNER + "/search?domain=[('name','=','Child')]&limit=10",
            },
            {
                "method": "PATCH",
                "path": PARTNER,
                "body": {"ids": {"$result": "found"}, "vals": {"ref": "B"}, "fields": ["ref"]},
            },
            {"method": "DELETE", "path": PARTNER + "/{copy}"},
        )
    )["responses"]
    assert {part["status"] for part in parts} == {200}
    parent, child = (part["body"]["res.partner"]["id"] for part in parts[:2])
    assert parts[0]["id"] == "parent"
    assert parts[0]["headers"]["Location"].endswith(f"{PARTNER}/{parent}")
    assert parts[2]["body"]["res.partner"]["parent_id"] == {"id": parent, "city": "Namur"}
    assert parts[4]["body"]["res.partner"]["city"] == "Namur"
    assert child in [row["id"] for row in parts[6]["body"]["res.partner"]]
    assert odoo.read("res.partner", child, ["ref"])["ref"] == "B"
    assert parts[7]["body"] == {}


def test_several_records_of_one_answer(api, odoo, name):
    parts = ok(
        send(
            api,
            {
                "id": "tags",
                "method": "POST",
                "path": "/object/res.partner.category",
                "body": {"vals": [{"name": name}, {"name": name + " 2"}]},
            },
            {
                "method": "POST",
                "path": PARTNER,
                "body": {
                    "vals": {"name": name, "category_id": {"set": {"$result": "tags"}}},
                    "fields": ["category_id"],
                },
            },
        )
    )["responses"]
    tags = [row["id"] for row in parts[0]["body"]["res.partner.category"]]
    assert sorted(parts[1]["body"]["res.partner"]["category_id"]) == sorted(tags)


def test_all_or_none(api, name, named):
    """The first failure ends the transaction."""
    body = {"vals": {"name": name}, "fields": ["id"]}
    requests = [create({}, body=body) for _ in range(99)]
    answer = send(api, *requests, create({"nam": "x"}, id="last"))
    assert problem(answer, 400, "unknown_field")["failed"] == "last"
    assert named() == 0
    answer = send(api, create({"name": name}), {"method": "DELETE", "path": PARTNER + "/999999"})
    assert problem(answer, 404, "unknown_record")["failed"] == 1
    assert named() == 0
    assert statuses(send(api, *requests, create({"name": name}))) == [200] * 100
    assert named() == 100


def test_each_by_itself(api, odoo, name, named):
    """Seen to fail without the savepoints."""
    action = make_action(odoo, f"env['res.partner'].create({{'name': {name!r}}})\nint('x')")
    answer = send(
        api,
        create({"name": name}, id="a"),
        {"id": "b", "method": "POST", "path": f"/object/ir.actions.server/{action}/run"},
        create({"name": name, "parent_id": {"$result": "b"}}, id="c"),
        create({"name": name, "parent_id": {"$result": "c"}}),
        create({"name": name, "parent_id": {"$result": "a"}}),
        create({"name": False, "is_company": True}),
        {"method": "GET", "path": "/object/res.partnr/1"},
        {"method": "POST", "path": PARTNER + "/1"},
        {"method": "GET", "path": "/object/res.partner/1/image_128"},
        {"method": "GET", "path": PARTNER},
        {"method": "GET", "path": "/object/res.partner/search"},
        atomic=False,
    )
    assert statuses(answer) == [200, 403, 424, 424, 200, 403, 404, 405, 406, 400, 400]
    assert named() == 2
    parts = answer.json()["responses"]
    assert parts[1]["body"]["code"] == "odoo_error"
    assert "'b'" in parts[2]["body"]["detail"]
    assert parts[7]["headers"]["Allow"]
    assert parts[9]["body"]["code"] == "missing_parameter"


HOOK = """
def late():
    cr = env.registry.cursor()
    cr.execute("UPDATE res_partner SET ref = 'late' WHERE id = %s", [{partner}])
    cr.commit()
    cr.close()
env.cr.{register}late)
{end}
"""


def test_hooks_of_a_failed_request_are_not_run(api, odoo, name, has):
    """Savepoints alone don't stop what comes after the commit. Seen to fail without the savepoints, and without the hooks."""
    partner = odoo.create("res.partner", {"name": name})
    register = "postcommit.add(" if has("postcommit hooks") else "after('commit', "
    for end, status, ref in (("int('x')", 403, False), ("", 200, "late")):
        code = HOOK.format(partner=partner, register=register, end=end)
        run = f"/object/ir.actions.server/{make_action(odoo, code)}/run"
        answer = send(api, create({"name": name}), {"method": "POST", "path": run}, atomic=False)
        assert statuses(answer) == [200, status]
        assert odoo.read("res.partner", partner, ["ref"])["ref"] == ref


def test_models_of_a_failed_request_are_not_there(api, odoo, has):
    """Nor are those gone that others have made. Seen to fail without the registry."""
    stays, goes = (f"x_batch_{uuid.uuid4().hex[:8]}" for _ in range(2))

    def model(name):
        vals = {"name": name, "model": name, "state": "manual"}
        return {"method": "POST", "path": "/object/ir.model", "body": {"vals": vals}}

    action = (
        f"env['ir.model'].create({{'name': 'x', 'model': {goes!r}, 'state': 'manual'}})\nint('x')"
    )
    run = f"/object/ir.actions.server/{make_action(odoo, action)}/run"
    answer = send(api, model(stays), {"method": "POST", "path": run}, atomic=False)
    assert statuses(answer) == [200, 403]
    for _ in range(6):  # each of the workers gets some
        ok(api.get(f"{stays}/fields_get"))
        problem(api.get(f"{goes}/fields_get"), 404, "unknown_model")
    odoo.unlink("ir.model", odoo.search("ir.model", [("model", "=", stays)]))


def test_conditions_and_preferences(api, odoo, name):
    partner = odoo.create("res.partner", {"name": name})
    one = f"{PARTNER}/{partner}"
    tag = api.get(f"res.partner/{partner}?fields=name").headers["ETag"]
    put = {
        "method": "PUT",
        "path": one,
        "headers": {"if-match": '"x"'},
        "body": {"vals": {"ref": "x"}},
    }
    assert statuses(send(api, put, atomic=False)) == [412]
    parts = ok(send(api, {"method": "GET", "path": one + "?fields=name"}))["responses"]
    inside = parts[0]["headers"]["ETag"]
    known = {"method": "GET", "path": one + "?fields=name", "headers": {"If-None-Match": inside}}
    parts = ok(send(api, known, {**put, "headers": {"If-Match": tag}}))["responses"]
    assert [part["status"] for part in parts] == [304, 200]
    assert parts[0]["body"] is None
    counted = {"method": "GET", "path": PARTNER + "?limit=1", "headers": {"Prefer": "count=exact"}}
    part = ok(send(api, counted))["responses"][0]
    assert int(part["headers"]["X-Total-Count"]) >= 1
    assert part["headers"]["Preference-Applied"] == "count=exact"


def test_each_needs_its_own_scope(http, odoo, token_of, name, named):
    """Seen to fail without the scopes of each request."""
    api = Objects(http, token_of(odoo.uid, scopes="create"))
    made = create({"name": name})
    body = problem(send(api, made, {"method": "GET", "path": PARTNER + "/1"}), 403)
    assert (body["code"], body["scope"], body["failed"]) == ("insufficient_scope", "read", 1)
    assert named() == 0
    called = {"method": "POST", "path": PARTNER + "/1/copy"}
    removed = {"method": "DELETE", "path": PARTNER + "/1"}
    assert statuses(send(api, made, called, removed, atomic=False)) == [200, 403, 403]
    assert named() == 1


def test_the_rights_are_those_of_the_caller(employee_api):
    assert statuses(
        send(employee_api, {"method": "DELETE", "path": "/object/res.users/2"}, atomic=False)
    ) == [403]
    problem(employee_api.http.post("/restapi/1.0/batch", json={"requests": []}), 401)


def test_dry_runs(api, name, named):
    answer = send(
        api,
        create({"name": name}, id="a"),
        {"method": "GET", "path": PARTNER + "/{a}?fields=name"},
        dry_run=True,
    )
    assert statuses(answer) == [200, 200]
    assert answer.headers["X-Dry-Run"] == "true"
    assert named() == 0
    inside = {"method": "DELETE", "path": PARTNER + "/1?dry_run=True"}
    assert "batch" in problem(send(api, inside), 400)["detail"]


def test_what_commits_by_itself(api, odoo, name, named):
    """Seen to fail without the watch over commits in each request."""
    action = make_action(odoo, f"env['res.partner'].create({{'name': {name!r}}})\nenv.cr.commit()")
    run = {"method": "POST", "path": f"/object/ir.actions.server/{action}/run"}
    problem(send(api, create({"name": name}), run), 409, "commits_by_itself")
    assert named() == 0
    assert statuses(send(api, create({"name": name}), run, atomic=False)) == [200, 409]
    assert named() == 1


def test_idempotency(api, odoo, name, named):
    requests = [
        create({"name": name}, id="a"),
        {"method": "GET", "path": PARTNER + "/{a}?fields=name"},
    ]
    key = {"Idempotency-Key": name.replace(" ", "-")}
    first, again = send(api, *requests, headers=key), send(api, *requests, headers=key)
    assert again.json() == first.json()
    assert again.headers.get("Idempotency-Replayed") == "true"
    assert named() == 1
    made = first.json()["responses"][0]["body"]["res.partner"]["id"]
    odoo.unlink("res.partner", made)
    parts = ok(send(api, *requests, headers=key))["responses"]
    assert [part["body"] for part in parts] == [{"res.partner": {"id": made}}] * 2


def order(name):
    """A customer who may be there already, and a contact of them."""
    external_id = name.replace(" ", ".", 1).replace(" ", "-").lower()
    return [
        {
            "id": "customer",
            "method": "PUT",
            "path": f"{PARTNER}?match=ref",
            "body": {"vals": {"ref": name, "name": name}},
        },
        {
            "id": "shop",
            "method": "PUT",
            "path": f"{PARTNER}/by/{external_id}",
            "body": {"vals": {"name": name, "parent_id": {"$result": "customer"}}},
        },
        create({"name": "Child of the shop", "parent_id": {"$result": "shop"}}),
    ]


def test_upserts(api, odoo, name):
    first, again = (ok(send(api, *order(name)))["responses"] for _ in range(2))
    assert [part["status"] for part in first] == [200, 201, 200]
    assert [part["status"] for part in again] == [200, 200, 200]
    assert again[0]["body"]["unchanged"] == first[0]["body"]["created"]
    shop = again[1]["body"]["res.partner"]
    assert shop["id"] == first[1]["body"]["res.partner"]["id"]
    assert shop["parent_id"][0] == first[0]["body"]["ids"][0]


def test_upserts_at_once(server, admin_token, name, named):
    """Seen to fail without the locks that are taken before the first request."""
    answers = run_together(server, admin_token, lambda api, number: send(api, *order(name)), 8)
    assert {answer.status_code for answer in answers} == {200}
    assert named() == 2  # the customer and the shop


def test_batches_that_contend_are_repeated_as_a_whole(server, admin_token, odoo, name, named):
    """PostgreSQL stops some of them after their first request has created a partner."""
    busy = odoo.create("res.partner", {"name": "Busy"})
    update = {"method": "PUT", "path": f"{PARTNER}/{busy}", "body": {"vals": {"ref": "x"}}}

    def work(api, number):
        vals = {"ref": f"{name} {number}"}
        return send(
            api, create({"name": name}), {**update, "body": {"vals": vals}}, atomic=bool(number % 2)
        )

    answers = run_together(server, admin_token, work, 8)
    done = [answer for answer in answers if answer.status_code == 200]
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert done
    assert all(statuses(answer) == [200, 200] for answer in done)
    assert named() == len(done)
