"""PostgreSQL stopped, restarted and full: 503 until it is back; nothing is lost or duplicated."""

import contextlib
import threading
import time

import psycopg2
import pytest
import requests

from tests.harness.cluster import connect
from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2
from tests.harness.problems import problem

API = "/restapi/1.0"
PARTNERS = f"{API}/object/res.partner"

REQUESTS = [
    ("GET", f"{PARTNERS}/3?fields=name"),
    ("GET", f"{PARTNERS}/search?limit=1"),
    ("POST", f"{PARTNERS}?vals={{'name':'x'}}"),
    ("GET", f"{API}/report/base.report_irmodeloverview/1"),
    ("GET", f"{OAUTH2}/authorize?response_type=code&client_id=x"),
    ("POST", f"{OAUTH2}/access_token"),
]


def unavailable(answer):
    body = problem(answer, 503)
    assert int(answer.headers["Retry-After"]) >= 1
    return body


def wait_until_back(client, token, seconds=20):
    deadline = time.monotonic() + seconds
    while True:
        answer = client.get(f"{PARTNERS}/3?fields=name", token=token)
        if answer.status_code == 200:
            return
        unavailable(answer)
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_every_route_answers_503_while_it_is_down(postgresql, client, token):
    postgresql.stop()
    try:
        for method, target in REQUESTS * 2:  # enough to reach each worker
            unavailable(client.request(method, target, token=token))
        by_header = {"X-Odoo-Database": "nope"}
        unavailable(client.get(PARTNERS, token=token, headers=by_header))
        assert client.get(f"{API}/common/version").status_code in (200, 503)
    finally:
        postgresql.start()
    wait_until_back(client, token)


def test_connections_exhausted(postgresql, host, client, token):
    """Other clients hold all of PostgreSQL's connections."""
    with contextlib.ExitStack() as stack:
        others = []
        for _attempt in range(2):
            with contextlib.suppress(psycopg2.OperationalError):
                while True:
                    others.append(stack.enter_context(contextlib.closing(connect(postgresql.port))))
            with others[0].cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE pid <> ALL(%s) AND backend_type = 'client backend'",
                    [[other.info.backend_pid for other in others]],
                )
            time.sleep(0.3)
        with contextlib.suppress(psycopg2.OperationalError):
            while True:
                others.append(stack.enter_context(contextlib.closing(connect(postgresql.port))))
        for method, target in REQUESTS:
            unavailable(client.request(method, target, token=token))
    wait_until_back(client, token)


@pytest.mark.parametrize("how", ["stop", "crash"])
def test_restarted_under_load(postgresql, host, client, token, how):
    """A create answered with 200 is stored once; any other at most once."""
    done, failed, wrong = [], [], []
    end = threading.Event()

    def create(thread):
        number = 0
        with HttpClient(host.url) as http:
            while not end.is_set():
                number += 1
                name = f"{how}-{thread}-{number}"
                try:
                    answer = http.post(PARTNERS, token=token, json={"vals": {"name": name}})
                except requests.RequestException:
                    failed.append(name)
                    continue
                if answer.status_code == 200:
                    done.append(answer.json()["Contact"]["name"])
                    continue
                failed.append(name)
                try:
                    unavailable(answer)
                except AssertionError as error:
                    wrong.append(f"{answer.status_code} {answer.text[:300]} {error}")
                time.sleep(0.05)

    threads = [threading.Thread(target=create, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    time.sleep(1.5)
    getattr(postgresql, how)()
    time.sleep(0.5)
    postgresql.start()
    before = len(done)
    deadline = time.monotonic() + 20
    while len(done) < before + 8 and time.monotonic() < deadline:
        time.sleep(0.1)
    end.set()
    for thread in threads:
        thread.join()
    assert not wrong, wrong[:3]
    assert failed
    assert len(done) >= before + 8, "the server does not recover"
    rows = host.sql("SELECT name FROM res_partner WHERE name LIKE %s", [f"{how}-%"])
    kept = [name for (name,) in rows]
    assert len(kept) == len(set(kept)), "duplicated"
    assert set(done) <= set(kept), "lost"
    assert set(kept) <= set(done) | set(failed)
    wait_until_back(client, token)
