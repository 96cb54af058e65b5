"""The clock of the server's host jumps forward or back while the server runs.

libfaketime moves it for Odoo only, so JWT times, OAuth 1.0a timestamps, nonces and stored times really
belong to another time. PostgreSQL's clock stays right, as on a host of its own.
"""

import os
import re
import time

import pytest

from tests.harness.clock import Clock
from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_code, get_token, make_application
from tests.harness.oauth1 import Consumer
from tests.harness.problems import problem
from tests.harness.rpc import OdooClient
from tests.harness.server import Server, fresh_database

READ = "/restapi/1.0/object/res.partner/3?fields=name"
HOURS = 2 * 3600


@pytest.fixture(scope="module")
def clocked(series, postgres_port, tmp_path_factory):
    """A server and its clock."""
    clock = Clock(tmp_path_factory.mktemp("clock") / "offset")
    name = f"test_clock_{series.replace('.', '_')}_{os.getpid()}"
    # Odoo would kill workers that seem to have worked for longer than this
    patient = {"limit_time_real": 10 * HOURS}
    with (
        fresh_database(series, name, postgres_port),
        Server(series, name, postgres_port, env=clock.env, extra_conf=patient) as server,
    ):
        yield server, clock


@pytest.fixture
def server(clocked):
    return clocked[0]


@pytest.fixture
def clock(clocked):
    yield clocked[1]
    clocked[1].move(0)


@pytest.fixture
def client(server):
    with HttpClient(server.url) as http:
        yield http


@pytest.fixture
def odoo(server):
    return OdooClient(server.url, server.db)


@pytest.fixture
def application(odoo):
    return make_application(odoo, odoo.uid)


def refresh(client, application, token):
    form = {"grant_type": "refresh_token", "refresh_token": token["refresh_token"]}
    auth = (application.client_id, application.client_secret)
    return client.post(f"{OAUTH2}/access_token", data=form, auth=auth)


def refreshed(client, application, token):
    answer = refresh(client, application, token)
    assert answer.status_code == 200, answer.text
    return answer.json()


def works(client, token):
    answer = client.get(READ, token=token["access_token"])
    if answer.status_code != 200:
        problem(answer, 401, "invalid_token")
    return answer.status_code == 200


def signed(client, application, token, at):
    """The header of a request signed at that time."""
    url = client.base_url + READ
    extra = {"oauth_timestamp": str(at)}
    return {"Authorization": Consumer(client, application).header("GET", url, token, extra=extra)}


@pytest.mark.parametrize("shift", [HOURS, -HOURS])
def test_the_clock_of_every_worker_is_moved(client, application, clock, shift):
    clock.move(shift)
    headers = signed(client, application, {"oauth_token": "x", "oauth_token_secret": "x"}, 1000)
    for _ in range(6):
        detail = problem(client.get(READ, headers=headers), 401)["detail"]
        (shown,) = re.findall(r"which shows (\d+)", detail)
        assert abs(int(shown) - clock.now()) <= 5
        assert abs(int(shown) - time.time() - shift) <= 5


def test_a_jump_forward_ends_access_tokens_and_no_sign_in(client, application, clock):
    first = get_token(client, application)
    assert works(client, first)
    clock.move(HOURS)
    assert not works(client, first)
    second = refreshed(client, application, first)
    assert works(client, second)
    third = get_token(client, application)
    assert works(client, third)
    clock.move(0)
    # it was never revoked, and its hour has not passed
    assert works(client, first)
    # these tokens are not valid yet, but can be refreshed
    for token in (second, third):
        assert not works(client, token)
        assert works(client, refreshed(client, application, token))


def test_a_jump_back_ends_no_sign_in(client, application, clock):
    first = get_token(client, application)
    assert works(client, first)
    form = {"grant_type": "authorization_code", "code": get_code(client, application)}
    clock.move(-HOURS)
    assert not works(client, first)
    second = refreshed(client, application, first)
    assert works(client, second)
    auth = (application.client_id, application.client_secret)
    late = client.post(f"{OAUTH2}/access_token", data=form, auth=auth)
    assert late.status_code == 200, late.text
    assert works(client, late.json())
    again = client.post(f"{OAUTH2}/access_token", data=form, auth=auth)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")
    third = get_token(client, application)
    clock.move(0)
    for token in (second, third):
        assert not works(client, token), "it expired an hour ago"
        assert works(client, refreshed(client, application, token))


def test_an_access_token_expires_on_time_again(client, application, clock):
    token = get_token(client, application)
    for shift, alive in ((3500, True), (3700, False), (3500, True), (0, True)):
        clock.move(shift)
        assert works(client, token) == alive, shift


@pytest.mark.parametrize("shift", [HOURS, -HOURS])
def test_a_replayed_refresh_token_is_detected_after_a_jump(client, application, clock, shift):
    """Seen to fail without `abs` in `_is_replayed`: after a jump back, the use seemed to lie in the future and
    counted as a retry."""
    first = get_token(client, application)
    second = refreshed(client, application, first)
    clock.move(shift)
    answer = refresh(client, application, first)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    answer = refresh(client, application, second)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    clock.move(0)
    assert not works(client, second)


def test_a_revoked_token_stays_revoked(client, application, clock):
    token = get_token(client, application)
    clock.move(HOURS)
    auth = (application.client_id, application.client_secret)
    form = {"token": token["refresh_token"]}
    assert client.post(f"{OAUTH2}/revoke", data=form, auth=auth).status_code == 200
    for shift in (0, -HOURS, HOURS):
        clock.move(shift)
        assert not works(client, token)
        assert refresh(client, application, token).status_code == 400


@pytest.mark.parametrize("shift", [HOURS, -HOURS])
def test_signed_requests_follow_the_clock(client, application, clock, shift):
    token = Consumer(client, application).authorized()
    clock.move(shift)
    stale = client.get(READ, headers=signed(client, application, token, int(time.time())))
    problem(stale, 401)
    headers = signed(client, application, token, clock.now())
    assert client.get(READ, headers=headers).status_code == 200
    problem(client.get(READ, headers=headers), 401, "invalid_token")
    clock.move(0)
    problem(client.get(READ, headers=headers), 401)
    headers = signed(client, application, token, clock.now())
    assert client.get(READ, headers=headers).status_code == 200


def test_a_nonce_survives_a_clock_that_is_ahead(client, application, server, odoo, clock):
    """Seen to fail when nonces were purged by the host's clock alone."""
    token = Consumer(client, application).authorized()
    headers = signed(client, application, token, clock.now())
    assert client.get(READ, headers=headers).status_code == 200
    clock.move(HOURS)
    odoo.run_daily_job()
    clock.move(0)
    problem(client.get(READ, headers=headers), 401, "invalid_token")
    # it is deleted once it has expired
    server.sql("UPDATE restapi_nonce SET expires_at = now() AT TIME ZONE 'UTC' - interval '1 s'")
    clock.move(-HOURS)
    odoo.run_daily_job()
    assert server.sql("SELECT 1 FROM restapi_nonce LIMIT 1")
    clock.move(0)
    odoo.run_daily_job()
    assert server.sql("SELECT 1 FROM restapi_nonce LIMIT 1") == []


def test_the_last_use_does_not_stay_in_the_future(client, application, server, clock):
    """Seen to fail when only uses long ago were updated."""
    token = get_token(client, application)
    signed_token = Consumer(client, application).authorized()
    for shift in (3000, 0):  # less than the hour that an access token lives
        clock.move(shift)
        headers = signed(client, application, signed_token, clock.now())
        assert client.get(READ, headers=headers).status_code == 200
        assert works(client, token)
        for table in ("restapi_oauth1_token", "restapi_oauth2_token"):
            query = (
                "SELECT extract(epoch FROM last_used_at - now() AT TIME ZONE 'UTC')::int"
                f" FROM {table} WHERE application_id = %s AND last_used_at IS NOT NULL"
            )
            [[ahead]] = server.sql(query, [application.id])
            assert abs(ahead - shift) < 30
