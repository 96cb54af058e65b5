"""When and from where a token is used: recorded every ten minutes at most, and never in a request's way."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta, timezone

import pytest
import requests
from requests.adapters import HTTPAdapter

from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, REDIRECT_URI
from tests.harness.oauth1 import OAUTH1, Consumer
from tests.harness.statements import recorded

READ = "/restapi/1.0/object/res.partner/3?fields=name"
AT_ONCE = 16
ELSEWHERE = "127.0.0.9"  # all of 127.0.0.0/8 is this machine


def row(server, caller):
    """The token's last use, its origin, and the transaction that last changed its row."""
    query = (
        f"SELECT last_used_at, origin, xmin::text FROM {caller.table}"
        " WHERE application_id = %s ORDER BY id DESC LIMIT 1"
    )
    return server.sql(query, [caller.application.id])[0]


def used(server, caller, client):
    answer = caller.send(client, "GET", READ)
    assert answer.status_code == 200, answer.text
    return row(server, caller)


def is_now(moment):
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    return abs(now - moment) < timedelta(seconds=60)


def sixteen_first_uses(server, caller):
    """None fails, none waits for another, and one is recorded."""
    assert row(server, caller)[0] is None
    barrier = threading.Barrier(AT_ONCE)

    def use(_number):
        with HttpClient(server.url) as http:
            barrier.wait()
            for _ in range(10):
                try:
                    return caller.send(http, "GET", READ).status_code
                except requests.ConnectionError:  # the kernel dropped it before it reached a worker
                    continue
            return None

    server.mark_log()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert list(pool.map(use, range(AT_ONCE))) == [200] * AT_ONCE
    assert is_now(row(server, caller)[0])
    assert "could not serialize" not in server.log_since_mark()


def test_sixteen_first_uses_at_once(logged, caller):
    sixteen_first_uses(logged, caller)


def test_sixteen_first_uses_on_eight_workers(make_server, logged, caller):
    """On another host of the same database, where the requests do run in parallel."""
    sixteen_first_uses(make_server(db=logged.db, workers=8), caller)


def test_a_locked_row_is_skipped(logged, caller, client):
    """The request neither waits for the lock nor fails."""
    connection = logged.connect()
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM {caller.table} WHERE application_id = %s FOR UPDATE",
                [caller.application.id],
            )
            start = time.monotonic()
            assert used(logged, caller, client)[0] is None
            assert time.monotonic() - start < 20
    finally:
        connection.close()
    assert is_now(used(logged, caller, client)[0])


def written(server):
    """The number of rows written to each table so far. A PostgreSQL process reports its own when it ends."""
    server.sql(
        "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    rows = server.sql("SELECT relname, n_tup_ins, n_tup_upd, n_tup_del FROM pg_stat_user_tables")
    # each signed request stores its nonce, and some of them delete old ones
    return {name: counts for name, *counts in rows if name != "restapi_nonce"}


def test_a_second_use_writes_nothing(logged, caller, client):
    first = used(logged, caller, client)
    assert is_now(first[0])
    before = written(logged)
    answers = [caller.send(client, "GET", READ).status_code for _ in range(20)]
    # the worker's connections were closed: at most the first request is affected
    assert set(answers[2:]) == {200}
    assert written(logged) == before
    assert row(logged, caller) == first


def test_it_is_recorded_again_after_ten_minutes(logged, caller, client):
    used(logged, caller, client)
    for shift, is_noted in (("-9 minutes", False), ("-11 minutes", True), ("11 minutes", True)):
        logged.sql(
            f"UPDATE {caller.table} SET last_used_at = now() AT TIME ZONE 'UTC' + %s::interval"
            " WHERE application_id = %s",
            [shift, caller.application.id],
        )
        before = row(logged, caller)
        with recorded(logged) as found:
            after = used(logged, caller, client)
        assert len(found.naming(f"UPDATE {caller.table}")) == is_noted
        assert (after != before, is_now(after[0])) == (is_noted, is_noted), shift


class FromElsewhere(HTTPAdapter):
    """Connects from another address of this machine."""

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, source_address=(ELSEWHERE, 0), **kwargs)


def test_origin_and_last_use_are_shown(logged, logged_odoo, caller, application):
    with HttpClient(logged.url) as http:
        http.mount("http://", FromElsewhere())
        signed_in = type(caller)(http, application)
        domain = [("application_id", "=", application.id), ("origin", "=", ELSEWHERE)]
        names = ["protocol", "origin", "last_used_at"]
        (shown,) = logged_odoo.call("restapi.active.token", "search_read", [domain, names])
        assert (shown["protocol"], shown["last_used_at"]) == (caller.protocol, False)
        assert used(logged, signed_in, http)[1] == ELSEWHERE
    (shown,) = logged_odoo.call("restapi.active.token", "search_read", [domain, names])
    assert (shown["protocol"], shown["origin"]) == (caller.protocol, ELSEWHERE)
    assert is_now(datetime.fromisoformat(shown["last_used_at"]))


def allowed_oauth2(http, application, person):
    """The token that a user grants to a web application in the browser."""
    form = {**person.form(application), "decision": "allow"}
    location = person.post(f"{OAUTH2}/authorize", data=form).headers["Location"]
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT_URI}
    form["code"] = re.findall(r"[?&]code=([^&]+)", location)[0]
    auth = (application.client_id, application.client_secret)
    token = http.post(f"{OAUTH2}/access_token", data=form, auth=auth).json()["access_token"]
    return lambda: http.get(READ, token=token)


def allowed_oauth1(http, application, person):
    consumer = Consumer(http, application)
    temporary = consumer.request_token(callback=REDIRECT_URI)
    query = {"oauth_token": temporary["oauth_token"]}
    page = person.get(f"{OAUTH1}/authorize", params=query).text
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', page)
    form = {**dict(hidden), "decision": "allow"}
    location = person.post(f"{OAUTH1}/authorize", data=form).headers["Location"]
    verifier = re.findall(r"[?&]oauth_verifier=([^&]+)", location)[0]
    token = consumer.access_token(temporary, verifier)
    return lambda: consumer.send("GET", READ, token)


@pytest.mark.parametrize("allow", [allowed_oauth2, allowed_oauth1])
def test_a_grant_shows_them_to_the_user(server, odoo, register, make_user, visitor, allow):
    user = make_user(["base.group_user", "base.group_partner_manager"])
    application = register(kind="web")
    person = visitor(user)
    with HttpClient(server.url) as http:
        http.mount("http://", FromElsewhere())
        read = allow(http, application, person)
        client = odoo.as_user(user.login, user.password)
        names = ["origin", "last_used_at"]
        (shown,) = client.call("restapi.grant", "search_read", [[], names])
        assert (shown["origin"], shown["last_used_at"]) == (ELSEWHERE, False)
        assert read().status_code == 200
    (shown,) = client.call("restapi.grant", "search_read", [[], names])
    assert shown["origin"] == ELSEWHERE
    assert is_now(datetime.fromisoformat(shown["last_used_at"]))
