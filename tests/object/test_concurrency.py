"""Concurrent clients: an update succeeds or is answered with Retry-After; a create happens once."""

import threading
from concurrent.futures import ThreadPoolExecutor

import requests

from tests.harness.http import HttpClient
from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

CLIENTS = 40


# The length of the connection queue of two workers. The kernel may drop connections beyond it.
QUEUE = 14


def run_together(server, token, work, clients):
    """Runs `work(api, number)` for all clients at the same time; returns their answers."""
    barrier = threading.Barrier(clients)

    def run(number):
        with HttpClient(server.url) as http:
            api = Objects(http, token)
            barrier.wait()
            return work(api, number)

    with ThreadPoolExecutor(clients) as pool:
        return list(pool.map(run, range(clients)))


def retry_connection(send):
    """Repeats a request that the kernel dropped before it reached a worker."""
    for _ in range(10):
        try:
            return send()
        except requests.ConnectionError:
            continue
    return send()


def test_updates_of_one_record(server, admin_token, odoo):
    partner = odoo.create("res.partner", {"name": "Busy", "street": "none"})

    def update(api, number):
        vals = {"street": f"from {number}"}
        path = f"res.partner/{partner}"
        return retry_connection(lambda: api.put(path, vals=vals, fields=["street"]))

    answers = run_together(server, admin_token, update, CLIENTS)
    written = []
    for number, answer in enumerate(answers):
        if answer.status_code == 200:
            assert ok(answer)["Contact"]["street"] == f"from {number}"
            written.append(f"from {number}")
        else:
            assert answer.status_code in (409, 503)
            problem(answer, answer.status_code)
            assert int(answer.headers["Retry-After"]) >= 0
    assert written
    assert odoo.read("res.partner", partner, ["street"])["street"] in written


def test_creates_that_contend_for_one_row_happen_once(server, admin_token, odoo):
    """Each new child also changes its parent, so most requests are retried."""
    parent = odoo.create("res.partner", {"name": "Contended"})

    def create(api, number):
        vals = {"child_ids": {"create": [{"name": f"Once {number}"}]}, "street": str(number)}
        return api.put(f"res.partner/{parent}", json={"vals": vals, "fields": ["street"]})

    answers = run_together(server, admin_token, create, QUEUE)
    succeeded = {number for number, answer in enumerate(answers) if answer.status_code == 200}
    assert {answer.status_code for answer in answers} <= {200, 409, 503}
    children = odoo.call("res.partner", "search_read", [[("parent_id", "=", parent)], ["name"]])
    names = [child["name"] for child in children]
    assert sorted(names) == sorted(f"Once {number}" for number in succeeded)


def test_a_retried_create_happens_once(server, api, odoo, make_lock):
    """Forces a serialization failure: PostgreSQL refuses the first attempt."""
    parent = odoo.create("res.partner", {"name": "Retried"})
    blocker = make_lock(parent)
    answers = []
    vals = {"child_ids": {"create": [{"name": "Retried once"}]}, "street": "x"}
    body = {"vals": vals, "fields": ["street"]}
    worker = threading.Thread(
        target=lambda: answers.append(api.put(f"res.partner/{parent}", json=body))
    )
    worker.start()
    blocker.wait_for_others()
    blocker.commit()
    worker.join()
    assert ok(answers[0])["Contact"]["street"] == "x"
    log = server.log_since_mark()
    assert "SERIALIZATION_FAILURE" in log  # logged by Odoo's retry loop on all series
    assert len(odoo.search("res.partner", [("name", "=", "Retried once")])) == 1
