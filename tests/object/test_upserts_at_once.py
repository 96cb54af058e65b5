"""Upserts at once make one record (docs/reference/objects.rst)."""

import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.harness.http import HttpClient
from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

CLIENTS = 16


@pytest.fixture(scope="module")
def hosts(series, server, postgres_port):
    """Two hosts of the database, which answer requests in threads and with Odoo's default number of
    database connections."""
    from tests.harness.server import Server

    with (
        Server(series, server.db, postgres_port, workers=0) as one,
        Server(series, server.db, postgres_port, workers=0) as other,
    ):
        yield [one, other]


def at_once(hosts, token, work, clients=CLIENTS):
    """The answers to `work(api, number)` of all clients, which begin together and wait when asked to."""
    barrier = threading.Barrier(clients)

    def run(number):
        with HttpClient(hosts[number % len(hosts)].url) as http:
            api = Objects(http, token)
            ok(api.get("res.partner/search?limit=1"))  # the host is awake
            barrier.wait()
            answer = work(api, number)
            while answer.status_code == 409:  # on a slow machine
                problem(answer, 409, "in_progress")
                time.sleep(int(answer.headers["Retry-After"]))
                answer = work(api, number)
            return answer

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(run, range(clients)))


def test_one_new_external_id(hosts, admin_token, odoo):
    """Seen to fail without the lock, and with a lock that is taken under the old snapshot."""
    text = f"shop.once_{secrets.token_hex(6)}"

    def put(api, number):
        vals = {"name": text, "city": f"City {number}"}
        return api.put(f"res.partner/by/{text}", json={"vals": vals, "fields": ["city"]})

    answers = at_once(hosts, admin_token, put)
    assert sorted(answer.status_code for answer in answers) == [200] * (CLIENTS - 1) + [201]
    assert len({answer.json()["Contact"]["id"] for answer in answers}) == 1
    assert len(odoo.search("res.partner", [("name", "=", text)])) == 1


def test_one_new_value(hosts, admin_token, odoo):
    """Seen to fail without the lock, and with a lock that is taken under the old snapshot."""
    email = f"{secrets.token_hex(6)}@example.com"

    def put(api, number):
        vals = [{"email": email, "name": f"Name {number}"}]
        # records of its own, so that the requests overlap
        vals += [{"email": f"{number}-{n}-{email}", "name": "Own"} for n in range(10)]
        return api.put("res.partner", json={"match": ["email"], "vals": vals})

    answers = [ok(answer) for answer in at_once(hosts, admin_token, put)]
    assert len(odoo.search("res.partner", [("email", "=", email)])) == 1
    assert sorted(len(answer["created"]) for answer in answers) == [10] * (CLIENTS - 1) + [11]


def test_many_external_ids(hosts, admin_token, odoo):
    """Each request waits for its own only, and all get a connection."""
    mark = secrets.token_hex(6)

    def put(api, number):
        vals = {"name": mark, "city": str(number)}
        return api.put(f"res.partner/by/shop.{mark}_{number}", json={"vals": vals})

    answers = at_once(hosts, admin_token, put)
    assert {answer.status_code for answer in answers} == {201}
    assert len(odoo.search("res.partner", [("name", "=", mark)])) == CLIENTS


def test_a_dry_run_takes_the_lock_too(hosts, admin_token, odoo):
    text = f"shop.dry_{secrets.token_hex(6)}"

    def put(api, number):
        dry = "?dry_run=1" if number % 2 else ""
        return api.put(f"res.partner/by/{text}{dry}", json={"vals": {"name": text}})

    answers = at_once(hosts, admin_token, put)
    assert {answer.status_code for answer in answers} <= {200, 201}
    real = [answer.status_code for number, answer in enumerate(answers) if not number % 2]
    assert sorted(real) == [200] * (CLIENTS // 2 - 1) + [201]
    assert len(odoo.search("res.partner", [("name", "=", text)])) == 1


def test_whoever_waits_too_long_is_told(hosts, http, admin_token, api, make_lock):
    """The first request waits for a row; the second waits for the first, but not forever."""
    text = f"shop.slow_{secrets.token_hex(6)}"
    path = f"res.partner/by/{text}"
    made = api.put(path, json={"vals": {"name": text}})
    assert made.status_code == 201
    blocker = make_lock(made.json()["Contact"]["id"])
    first = []

    def change():
        with HttpClient(hosts[0].url) as own:
            first.append(Objects(own, admin_token).put(path, json={"vals": {"city": "first"}}))

    worker = threading.Thread(target=change)
    worker.start()
    blocker.wait_for_others()
    began = time.monotonic()

    def change_too(host):
        with HttpClient(host.url) as own:
            return Objects(own, admin_token).put(path, json={"vals": {"city": "x"}})

    with ThreadPoolExecutor() as pool:  # in the same process, and in another one
        answers = list(pool.map(change_too, hosts))
    assert time.monotonic() - began < 30
    for answer in answers:
        problem(answer, 409, "in_progress")
        assert int(answer.headers["Retry-After"]) > 0
    assert ok(api.get(f"{path}?fields=id"))  # reading doesn't wait
    blocker.commit()
    worker.join()
    assert ok(first[0])["Contact"]["city"] == "first"
    ok(api.put(path, json={"vals": {"city": "second"}}))


def test_a_failed_request_releases_the_lock(api):
    text = f"shop.fails_{secrets.token_hex(6)}"
    path = f"res.partner/by/{text}"
    began = time.monotonic()
    for _ in range(4):
        problem(api.put(path, json={"vals": {"name": False}}), 403)
        problem(api.put(path, json={"vals": {"nam": "x"}}), 400)
    assert api.put(path, json={"vals": {"name": "x"}}).status_code == 201
    ok(api.put(path, json={"vals": {"name": "y"}}))
    assert time.monotonic() - began < 9


def test_no_connection_is_left(hosts, admin_token, server):
    mark = secrets.token_hex(6)

    def put(api, number):
        vals = {"name": mark} if number % 2 else {"nam": "x"}
        return api.put(f"res.partner/by/shop.{mark}_{number}", json={"vals": vals})

    at_once(hosts, admin_token, put)
    [[idle]] = server.sql(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND state LIKE 'idle in transaction%%' AND query NOT LIKE '%%LISTEN%%'"
    )
    assert idle == 0
    own = (
        "SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database "
        "WHERE locktype = 'advisory' AND datname = current_database()"
    )
    assert server.sql(own) == []
