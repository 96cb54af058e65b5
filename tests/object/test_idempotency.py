"""Idempotency-Key: what is sent again is done once (docs/reference/requests.rst)."""

import base64
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.oauth1 import Consumer
from tests.harness.objects import API, Objects, ok
from tests.harness.problems import problem
from tests.object.test_concurrency import run_together

REPLAYED = "Idempotency-Replayed"


@pytest.fixture
def key():
    return str(uuid.uuid4())


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Idempotent", "city": "Namur"})


def send(api, key, method="post", path="res.partner", **params):
    headers = {"Idempotency-Key": key, **params.pop("headers", {})}
    params.setdefault("json", {"vals": {"name": f"Once {key}"}, "fields": ["name"]})
    return api.request(method, path, headers=headers, **params)


def replayed(first, again):
    """The second answer is that of the first request."""
    assert ok(again) == ok(first)
    assert again.status_code == first.status_code
    assert REPLAYED not in first.headers
    assert again.headers.get(REPLAYED) == "true"
    for name in ("ETag", "Location", "Content-Type", "Cache-Control"):
        assert again.headers.get(name) == first.headers.get(name)
    return again


def test_create_once(api, odoo, key):
    """Seen to fail without the stored answers."""
    body = {"vals": {"name": f"Once {key}"}, "fields": ["name"]}
    replayed(send(api, key, json=body), send(api, f'"{key}"', json=body))
    assert len(odoo.search("res.partner", [("name", "=", f"Once {key}")])) == 1


def test_every_route_that_changes(api, odoo, partner, key, vals_argument):
    one = f"res.partner/{partner}"
    for number, (method, path, body) in enumerate(
        [
            ("post", "res.partner", {"vals": [{"name": "A"}, {"name": "B"}]}),
            ("put", one, {"vals": {"city": "Mons"}, "fields": ["city"]}),
            ("patch", one, {"vals": {"city": "Liège"}, "fields": ["city", "country_id.name"]}),
            ("put", "res.partner", {"ids": [partner], "vals": {"city": "Gand"}}),
            ("patch", "res.partner", {"ids": [partner], "vals": {"ref": "x"}}),
            ("post", f"{one}/write", {vals_argument: {"city": "Huy"}}),
            ("post", f"{one}/copy", {}),
            ("post", "res.partner/name_create", {"name": "By name"}),
            ("delete", one, {}),
        ]
    ):
        sent = {"method": method, "path": path, "json": body}
        replayed(send(api, key + str(number), **sent), send(api, key + str(number), **sent))
    assert len(odoo.search("res.partner", [("name", "=", "By name")])) == 1


def test_a_failure_stores_nothing(api, odoo, key):
    problem(send(api, key, path="res.country", json={"vals": {"name": "T", "code": "BE"}}), 403)
    problem(send(api, key, path="res.partner/999999", method="put"), 404)
    replayed(send(api, key), send(api, key))


@pytest.mark.parametrize(
    "other",
    [
        {"json": {"vals": {"name": "Other"}, "fields": ["name"]}},
        {"json": {"vals": {"name": True}, "fields": ["name"]}},
        {"path": "res.users"},
        {"method": "put", "json": {"ids": [1], "vals": {"name": "x"}}},
        {"headers": {"Prefer": "keys=model"}},
        {"headers": {"Accept": "application/json;q=0.9"}},
        {"headers": {"If-Match": "*"}},
    ],
)
def test_another_request_under_the_key(api, key, other):
    """Seen to fail without the fingerprint."""
    ok(send(api, key))
    problem(send(api, key, **other), 422, "idempotency_key_reused")


def test_the_order_of_members_does_not_matter(api, key):
    first = send(api, key, json={"vals": {"name": "x", "city": "y"}, "fields": ["name"]})
    again = send(api, key, json={"fields": ["name"], "vals": {"city": "y", "name": "x"}})
    replayed(first, again)


def test_files_count(api, picture, key):
    """Seen to fail without the fingerprint."""

    def upload(content):
        files = {picture: ("x.png", content, "image/png")}
        return send(
            api, key, json=None, data={"vals": '{"name": "x"}', "fields": "name"}, files=files
        )

    pixel = base64.b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    )
    replayed(upload(pixel), upload(pixel))
    problem(upload(pixel + b"\0"), 422, "idempotency_key_reused")


@pytest.mark.parametrize("bad", ["", '""', "a b", "k" * 256, "ключ".encode(), '"k', "a\tb"])
def test_bad_keys(api, bad):
    problem(send(api, bad), 400)


@pytest.mark.parametrize(
    "form", ['{}"quoted"', "{},comma", "{}" + "k" * 219, '"{}' + "k" * 219 + '"']
)
def test_good_keys(api, key, form):
    replayed(send(api, form.format(key)), send(api, form.format(key)))


def test_sixteen_at_once(server, admin_token, make_server, odoo, key):
    """On two hosts. Seen to fail without the stored answers."""
    other = make_server(db=server.db)
    body = {"vals": {"name": f"Once {key}"}, "fields": ["name"]}

    def create(api, number):
        if number % 2:
            api = Objects(HttpClient(other.url), admin_token)
        return api.post("res.partner", json=body, headers={"Idempotency-Key": key})

    answers = run_together(server, admin_token, create, 16)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    assert sum(REPLAYED not in answer.headers for answer in answers) == 1
    assert len(odoo.search("res.partner", [("name", "=", f"Once {key}")])) == 1


def test_keys_of_other_applications(http, odoo, token_of, key):
    """Seen to fail without the application."""
    for _ in range(2):
        ok(send(Objects(http, token_of(odoo.uid)), key))
    assert len(odoo.search("res.partner", [("name", "=", f"Once {key}")])) == 2


def test_one_application_of_several_users(http, odoo, make_user, register, visitor, key):
    """Seen to fail without the user."""
    application = register(kind="web")
    for _ in range(2):
        user = make_user(["base.group_user", "base.group_partner_manager"])
        token = visitor(user).tokens(application)["access_token"]
        ok(send(Objects(http, token), key))
    assert len(odoo.search("res.partner", [("name", "=", f"Once {key}")])) == 2


def test_while_the_first_runs(server, admin_token, make_lock, odoo, partner, key):
    """The second request waits, for ten seconds at most."""
    lock = make_lock(partner)
    body = {"vals": {"city": "Mons"}, "fields": ["city"]}

    def put(api, number):
        if number:
            lock.wait_for_others()
        return send(api, key, "put", f"res.partner/{partner}", json=body)

    with ThreadPoolExecutor(2) as pool:
        clients = [Objects(HttpClient(server.url), admin_token) for _ in range(2)]
        first, second = (pool.submit(put, client, n) for n, client in enumerate(clients))
        refused = second.result()
        lock.commit()
        answered = first.result()
    problem(refused, 409, "in_progress")
    assert int(refused.headers["Retry-After"]) > 0
    replayed(answered, send(clients[0], key, "put", f"res.partner/{partner}", json=body))


def test_what_commits_by_itself(api, odoo, key):
    """Seen to fail without the watch over commits."""
    name = f"Once {key}"
    code = f"env['res.partner'].create({{'name': {name!r}}})\nenv.cr.commit()"
    action = make_action(odoo, code)
    detail = problem(run(api, action, key), 409, "commits_by_itself")["detail"]
    assert "Nothing was changed" in detail
    assert odoo.search("res.partner", [("name", "=", name)]) == []
    ok(api.post(f"ir.actions.server/{action}/run", json={}))


def make_action(odoo, code):
    model = odoo.search("ir.model", [("model", "=", "res.partner")])[0]
    vals = {"name": "Action", "model_id": model, "state": "code", "code": code}
    return odoo.create("ir.actions.server", vals)


def run(api, action, key):
    return send(api, key, path=f"ir.actions.server/{action}/run", json={})


def test_a_dry_run_uses_no_key(api, odoo, key):
    answer = send(api, key, path="res.partner?dry_run=True")
    assert answer.headers["X-Dry-Run"] == "true"
    replayed(send(api, key), send(api, key))
    dry = send(api, key, path="res.partner?dry_run=True")
    assert REPLAYED not in dry.headers
    assert len(odoo.search("res.partner", [("name", "=", f"Once {key}")])) == 1


def test_reading_ignores_the_header(api, partner):
    ok(send(api, "a b", "get", f"res.partner/{partner}", json=None))


def test_deleted_records_and_rights_that_ended(http, odoo, token_of, make_user, key):
    """Seen to fail without the second look at what the caller may read."""
    user = make_user(["base.group_user", "base.group_partner_manager"])
    api = Objects(http, token_of(user.id))
    body = {"vals": [{"name": "Stays"}, {"name": "Goes"}], "fields": ["name"]}
    stays, goes = ok(send(api, key, json=body))["Contact"]
    odoo.unlink("res.partner", goes["id"])
    assert ok(send(api, key, json=body))["Contact"] == [stays, {"id": goes["id"]}]
    called = {"path": f"res.partner/{stays['id']}/read", "json": {"fields": ["name"]}}
    assert ok(send(api, key + "c", **called))["result"] == [stays]
    odoo.write("res.partner", stays["id"], {"company_id": other_company(odoo)})
    blind = {"Contact": [{"id": stays["id"]}, {"id": goes["id"]}]}
    if send(api, key + "d", "get", f"res.partner/{stays['id']}", json=None).status_code == 403:
        assert ok(send(api, key, json=body)) == blind
        assert ok(send(api, key + "c", **called)) == {}


def other_company(odoo):
    return odoo.create("res.company", {"name": f"Company {uuid.uuid4()}"})


def test_without_the_scope_to_read(http, odoo, token_of, key):
    """Of one application, a token with fewer scopes gets ids. Seen to fail without the second look at what the caller may read."""
    application = make_application(odoo, odoo.uid)
    whole, limited = (
        Objects(http, get_token(http, application, scope=scope)["access_token"])
        for scope in ("read create", "create")
    )
    made = ok(send(whole, key))["Contact"]
    assert ok(send(limited, key))["Contact"] == {"id": made["id"]}


def test_a_long_answer_is_kept_as_ids(api, odoo, key):
    body = {"vals": {"name": "Long", "comment": "x" * 1_100_000}, "fields": ["comment"]}
    made = ok(send(api, key, json=body))["Contact"]
    again = send(api, key, json=body)
    assert ok(again)["Contact"] == {"id": made["id"]}
    assert again.headers.get(REPLAYED) == "true"


def test_keys_expire_and_are_purged(server, api, odoo, key):
    ok(send(api, key))
    server.sql("UPDATE restapi_idempotency_key SET expires_at = now() - interval '1 day'")
    again = send(api, key)
    assert REPLAYED not in again.headers
    replayed(again, send(api, key))
    server.sql("UPDATE restapi_idempotency_key SET expires_at = now() - interval '1 day'")
    ok(send(api, key + "b"))
    odoo.run_daily_job()
    assert server.sql("SELECT count(*) FROM restapi_idempotency_key") == [(1,)]


def test_the_body_is_sealed(server, api, key):
    """Seen to fail without the encryption."""
    ok(send(api, key))
    [row] = server.sql(
        "SELECT key, body_sealed FROM restapi_idempotency_key ORDER BY id DESC LIMIT 1"
    )
    assert key not in row[0]
    assert key not in row[1]


def test_signed_requests(http, register, odoo, key):
    """The nonce of a signed request is new each time; the request is the same. Seen to fail without the fingerprint."""
    consumer = Consumer(http, register())
    token = consumer.authorized()

    def create(name):
        form = {"vals": repr({"name": name}), "fields": "name"}
        headers = {"Idempotency-Key": key}
        return consumer.send("POST", f"{API}/res.partner", token, data=form, headers=headers)

    replayed(create("Signed"), create("Signed"))
    problem(create("Other"), 422, "idempotency_key_reused")
