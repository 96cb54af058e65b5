"""A lagging read replica: sign-in looks on the primary for what the replica lacks.

The replica is real: it streams from the cluster of the tests, and its replay is paused for a while.
"""

import os

import pytest

from tests.harness.changes import Reader, follow
from tests.harness.cluster import standby
from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.oauth1 import Consumer
from tests.harness.objects import Objects
from tests.harness.problems import problem
from tests.harness.rpc import OdooClient, user_factory
from tests.harness.server import Server
from tests.harness.waiting import wait_until

pytestmark = pytest.mark.timeout(300)  # copying the cluster takes time

OBJECT = "/restapi/1.0/object"
PARTNER = OBJECT + "/res.partner/3?fields=name"


@pytest.fixture(scope="module")
def replica(series, has, postgres_port, server):
    if not has("replicas"):
        pytest.skip("Odoo reads from replicas only since 18.0")
    with standby(f"replica-{series}-{os.getpid()}", postgres_port) as running:
        yield running


def catch_up(server, replica):
    ((written,),) = server.sql("SELECT pg_current_wal_lsn()::text")
    query = f"SELECT pg_last_wal_replay_lsn() >= '{written}'"
    wait_until(lambda: replica.sql(query) == [(True,)], "the replica catches up", 60)


@pytest.fixture(scope="module")
def host(series, postgres_port, server, replica):
    """A server of the same database that reads from the replica. It has one process, so its caches hold
    exactly what it has read."""
    catch_up(server, replica)
    conf = {"db_replica_host": "127.0.0.1", "db_replica_port": replica.port}
    with Server(series, server.db, postgres_port, workers=0, extra_conf=conf) as host:
        yield host


@pytest.fixture
def lagging(server, replica):
    """`lagging()`: pauses the replica's replay until the test ends."""

    def pause():
        catch_up(server, replica)
        replica.sql("SELECT pg_wal_replay_pause()")

    yield pause
    replica.sql("SELECT pg_wal_replay_resume()")


@pytest.fixture
def client(host):
    with HttpClient(host.url) as http:
        yield http


@pytest.fixture
def admin(host):
    return OdooClient(host.url, host.db)


@pytest.fixture
def token(client, admin):
    """An administrator's token that has been used before."""
    token = get_token(client, make_application(admin, admin.uid))["access_token"]
    assert client.get(PARTNER, token=token).status_code == 200
    return token


def test_the_replica_is_read_and_lags(client, admin, token, lagging):
    lagging()
    partner = admin.create("res.partner", {"name": "Too new"})
    problem(client.get(f"{OBJECT}/res.partner/{partner}", token=token), 404, "unknown_record")


def test_no_change_is_missed(client, admin, token, lagging):
    """The feed reads the primary: on the replica, the snapshot of a token would be ahead of the records."""
    model = "res.partner.category"
    follow(admin, model)
    reader = Reader(Objects(client, token), model)
    reader.catch_up()
    lagging()
    tag = admin.create(model, {"name": "Too new"})
    assert reader.news() == ([tag], [])
    assert reader.copy[tag] == "Too new"
    admin.unlink(model, tag)
    assert reader.news() == ([], [tag])


@pytest.fixture
def no_signing_key(server):
    """`no_signing_key()`: the keys seem to be those of another database, until the test ends."""

    def no_signing_key():
        server.sql("UPDATE restapi_signing_key SET database_uuid = 'not ' || database_uuid")

    yield no_signing_key
    server.sql("UPDATE restapi_signing_key SET database_uuid = replace(database_uuid, 'not ', '')")


def test_a_signing_key_that_the_replica_lacks(client, admin, no_signing_key, lagging):
    """Seen to fail without the query to the primary."""
    application = make_application(admin, admin.uid)
    lagging()
    no_signing_key()
    token = get_token(client, application)["access_token"]
    assert client.get(PARTNER, token=token).status_code == 200
    # a key that does not exist isn't found on the primary, either
    head, rest = token.split(".", 1)
    problem(client.get(PARTNER, token="eyJhbGciOiJSUzI1NiJ9." + rest), 401, "invalid_token")
    assert head


def test_an_application_and_a_user_that_the_replica_lacks(client, admin, lagging):
    """Seen to fail without the check for a user whom the replica lacks."""
    lagging()
    user = user_factory(admin)()
    application = make_application(admin, user.id)
    token = get_token(client, application)["access_token"]
    target = f"{OBJECT}/res.partner/{user.partner_id}?fields=name"
    answer = client.get(target, token=token)
    assert answer.status_code == 200, answer.text
    consumer = Consumer(client, application)
    assert consumer.send("GET", target, consumer.authorized()).status_code == 200


@pytest.mark.parametrize("end", ["user", "application", "secret", "token", "password"])
def test_tokens_ended_on_the_primary(client, admin, lagging, end):
    """Seen to fail without the primary in the query for the token."""
    user = user_factory(admin)()
    application = make_application(admin, user.id)
    first = get_token(client, application)["access_token"]
    consumer = Consumer(client, application)
    token1 = consumer.authorized()
    target = f"{OBJECT}/res.partner/{user.partner_id}?fields=name"
    parameter = {"key": "restapi.password_ends_machine_tokens", "value": "1"}
    record = admin.create("ir.config_parameter", parameter)
    assert client.get(target, token=first).status_code == 200
    assert consumer.send("GET", target, token1).status_code == 200
    lagging()
    if end == "user":
        admin.write("res.users", user.id, {"active": False})
    elif end == "application":
        admin.write("restapi.application", application.id, {"active": False})
    elif end == "secret":
        admin.call("restapi.application", "action_new_secret", [[application.id]])
    elif end == "password":
        admin.write("res.users", user.id, {"password": "Quite-another-1"})
    else:
        domain = [("application_id", "=", application.id)]
        rows = admin.search("restapi.active.token", domain)
        admin.call("restapi.active.token", "action_revoke", [rows])
    admin.unlink("ir.config_parameter", record)
    assert client.get(target, token=first).status_code == 401
    assert consumer.send("GET", target, token1).status_code == 401
