"""Workers that die in the middle of a request, and a full disk."""

import base64
import contextlib
import hashlib
import resource
import secrets
import signal
import threading
import time

import psutil
import pytest
import requests

from tests.harness.cluster import connect
from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_code
from tests.harness.partners import insert_partners
from tests.harness.problems import problem
from tests.harness.waiting import wait_until

PARTNERS = "/restapi/1.0/object/res.partner"
ATTACHMENTS = "/restapi/1.0/object/ir.attachment"
TOKEN = f"{OAUTH2}/access_token"
MANY = 3500  # more than three chunks


@contextlib.contextmanager
def locked(host, table):
    """Locks the table against writes: a request that writes waits half-way."""
    port = host.databases.postgres_port
    with contextlib.closing(connect(port, host.db)) as connection, connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
        yield


def blocked_worker(host):
    """The server process whose statement waits for a lock."""
    query = (
        "SELECT client_port FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'"
    )

    def find():
        waiting = {port for (port,) in host.sql(query, [host.db])}
        for worker in map(psutil.Process, host.pids[1:]):
            if waiting & {one.laddr.port for one in worker.net_connections("tcp")}:
                return worker
        return None

    return wait_until(find, "a worker waits")


def killed_during(host, table, send):
    """Kills the worker that serves `send` while it writes to the table; returns what `send` got."""
    outcome = []

    def run():
        try:
            outcome.append(send())
        except requests.RequestException as error:
            outcome.append(error)

    with locked(host, table):
        thread = threading.Thread(target=run)
        thread.start()
        worker = blocked_worker(host)
        worker.send_signal(signal.SIGKILL)
        thread.join(30)
        # PostgreSQL notices the lost client only when the statement ends, and never while it waits
        host.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND wait_event_type = 'Lock'",
            [host.db],
        )
    assert not thread.is_alive(), "the connection stays open"
    return outcome[0]


def test_killed_in_the_middle_of_a_create(host, client, token):
    vals = {"vals": {"name": "Killed"}}
    outcome = killed_during(
        host, "res_partner", lambda: client.post(PARTNERS, token=token, json=vals)
    )
    assert isinstance(outcome, requests.ConnectionError)
    assert host.sql("SELECT 1 FROM res_partner WHERE name = 'Killed'") == []
    assert client.post(PARTNERS, token=token, json=vals).status_code == 200
    assert len(host.sql("SELECT 1 FROM res_partner WHERE name = 'Killed'")) == 1


def test_killed_in_the_middle_of_a_code_exchange(host, client, application):
    """The code is still unused, and the client can send it again."""
    form = {"grant_type": "authorization_code", "code": get_code(client, application)}
    auth = (application.client_id, application.client_secret)
    outcome = killed_during(
        host, "restapi_oauth2_token", lambda: client.post(TOKEN, data=form, auth=auth)
    )
    assert isinstance(outcome, requests.ConnectionError)
    answer = client.post(TOKEN, data=form, auth=auth)
    assert answer.status_code == 200, answer.text
    again = client.post(TOKEN, data=form, auth=auth)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    assert client.get(f"{PARTNERS}/3", token=answer.json()["access_token"]).status_code == 401


def test_killed_in_the_middle_of_a_refresh(host, client, application):
    auth = (application.client_id, application.client_secret)
    form = {"grant_type": "authorization_code", "code": get_code(client, application)}
    first = client.post(TOKEN, data=form, auth=auth).json()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    outcome = killed_during(
        host, "restapi_oauth2_token", lambda: client.post(TOKEN, data=form, auth=auth)
    )
    assert isinstance(outcome, requests.ConnectionError)
    second = client.post(TOKEN, data=form, auth=auth)
    assert second.status_code == 200, second.text
    token = second.json()["access_token"]
    assert client.get(f"{PARTNERS}/3?fields=name", token=token).status_code == 200


def test_killed_in_the_middle_of_an_export(host, client, token):
    """The answer is shorter than its headers announce, even in formats without an end mark."""
    insert_partners(host, "EXPORT", MANY)
    params = {"domain": "[('ref','=','EXPORT')]", "fields": "name,comment"}
    headers = {"Accept": "application/x-ndjson"}
    with (
        contextlib.closing(connect(host.databases.postgres_port, host.db)) as connection,
        connection.cursor() as cursor,
        client.get(PARTNERS, token=token, params=params, headers=headers, stream=True) as answer,
    ):
        lines = answer.iter_lines()
        next(lines)
        cursor.execute("LOCK TABLE res_partner IN ACCESS EXCLUSIVE MODE")
        threading.Timer(1, lambda: blocked_worker(host).send_signal(signal.SIGKILL)).start()
        received = 1
        with contextlib.suppress(requests.RequestException):
            for _line in lines:
                received += 1
    assert answer.status_code == 200
    assert received < int(answer.headers["X-Record-Count"]) == MANY
    whole = client.get(PARTNERS, token=token, params=params, headers=headers)
    assert len(whole.content.splitlines()) == MANY


def test_every_worker_killed(host, client, token):
    """Odoo's master process starts new ones."""
    for pid in host.pids[1:]:
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(pid).send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 30
    while True:
        with contextlib.suppress(requests.RequestException), HttpClient(host.url) as http:
            answer = http.get(f"{PARTNERS}/3?fields=name", token=token, timeout=5)
            assert answer.status_code == 200
            break
        assert time.monotonic() < deadline
        time.sleep(0.1)


@contextlib.contextmanager
def full_disk(host):
    """No process of the server can write more than a few bytes to a file."""
    before = psutil.Process(host.pids[0]).rlimit(resource.RLIMIT_FSIZE)
    limit_files(host, (16, before[1]))
    try:
        yield
    finally:
        limit_files(host, before)


def limit_files(host, limit):
    """Begins with the master, whose new workers inherit the limit, as a worker may end at any time."""
    for pid in host.pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            psutil.Process(pid).rlimit(resource.RLIMIT_FSIZE, limit)


def test_a_full_disk(host, client, token):
    """Seen to fail without `_file_write` of ir.attachment: 14.0 answered 200 without a file, 19.0 answered 500,
    and later both served the truncated file as complete."""
    content = secrets.token_bytes(20_000)
    vals = {"name": "full.bin", "datas": base64.b64encode(content).decode()}
    with full_disk(host):
        answer = client.post(ATTACHMENTS, token=token, json={"vals": vals, "fields": "name"})
    assert int(answer.headers["Retry-After"]) >= 1
    problem(answer, 503, "service_unavailable")
    assert host.sql("SELECT 1 FROM ir_attachment WHERE name = 'full.bin'") == []

    again = client.post(ATTACHMENTS, token=token, json={"vals": vals, "fields": "name"})
    assert again.status_code == 200, again.text
    (row,) = again.json().values()
    read = client.get(f"{ATTACHMENTS}/{row['id']}?fields=datas", token=token).json()
    (stored,) = read.values()
    assert base64.b64decode(stored["datas"]) == content
    name = hashlib.sha1(content).hexdigest()
    assert [path.stat().st_size for path in host.data_dir.rglob(name) if path.stat().st_size] == [
        len(content)
    ]


@pytest.mark.parametrize("shift", ["-2 hours", "2 hours"])
def test_the_clock_jumps(host, client, application, shift):
    """All stored times move two hours into the past or the future: tokens expire or live on, and a new
    sign-in works at once."""
    auth = (application.client_id, application.client_secret)
    form = {"grant_type": "authorization_code", "code": get_code(client, application)}
    token = client.post(TOKEN, data=form, auth=auth).json()
    columns = ("create_date", "expires_at", "refresh_expires_at", "used_at", "last_used_at")
    moved = ", ".join(f"{column} = {column} + interval '{shift}'" for column in columns)
    host.sql(f"UPDATE restapi_oauth2_token SET {moved}")
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    answer = client.post(TOKEN, data=form, auth=auth)
    assert answer.status_code == 200, answer.text
    new = answer.json()["access_token"]
    assert client.get(f"{PARTNERS}/3?fields=name", token=new).status_code == 200
    form["refresh_token"] = answer.json()["refresh_token"]
    assert client.post(TOKEN, data=form, auth=auth).status_code == 200
    form["refresh_token"] = token["refresh_token"]
    replayed = client.post(TOKEN, data=form, auth=auth)
    assert (replayed.status_code, replayed.json()["error"]) == (400, "invalid_grant")
    assert client.get(f"{PARTNERS}/3?fields=name", token=new).status_code == 401
