"""A worker is killed while it serves a request with an Idempotency-Key."""

import os
import signal
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.objects import Objects, ok
from tests.harness.rpc import OdooClient
from tests.harness.waiting import wait_until
from tests.object.test_idempotency import REPLAYED, make_action, run

# The method hangs as long as the category is there.
CODE = """
name = {name!r}
def hang():
    env.cr.execute('SELECT %s', ['hanging ' + name])
    while True:
        pass
env['res.partner'].create({{'name': name}})
if env['res.partner.category'].search([('name', '=', name)]):
    {hang}
"""


@pytest.fixture
def fallible(make_server):
    """A server of whose workers some are killed."""
    return make_server()


@pytest.fixture
def odoo(fallible):
    return OdooClient(fallible.url, fallible.db)


@pytest.fixture
def api(fallible, odoo):
    with HttpClient(fallible.url) as http:
        token = get_token(http, make_application(odoo, odoo.uid))["access_token"]
        yield Objects(http, token)


def count(server, name):
    [[number]] = server.sql("SELECT count(*) FROM res_partner WHERE name = %s", [name])
    return number


def hangs(server, key):
    """Whether the last statement of a transaction is that of `hang`."""
    query = (
        "SELECT 1 FROM pg_stat_activity WHERE state LIKE 'idle in transaction%%' AND query LIKE %s"
    )
    return server.sql(query, [f"%hanging {key}%"])


def send_and_kill(server, api, action, key, is_hanging):
    """Sends the request, and kills the workers once it hangs."""
    with ThreadPoolExecutor(1) as pool:
        sent = pool.submit(run, api, action, key)
        wait_until(is_hanging, "the method hangs")
        for pid in server.pids[1:]:
            os.kill(pid, signal.SIGKILL)
        with pytest.raises(requests.ConnectionError):
            sent.result()


def test_between_commit_and_answer(fallible, api, odoo, has):
    """Seen to fail without the stored answers."""
    key = str(uuid.uuid4())
    hang = (
        "env.cr.postcommit.add(hang)" if has("postcommit hooks") else "env.cr.after('commit', hang)"
    )
    action = make_action(odoo, CODE.format(name=key, hang=hang))
    category = odoo.create("res.partner.category", {"name": key})
    send_and_kill(fallible, api, action, key, lambda: count(fallible, key))
    odoo.unlink("res.partner.category", category)
    again = run(api, action, key)
    assert not ok(again)["result"]  # None up to 13.0
    assert again.headers.get(REPLAYED) == "true"
    assert count(fallible, key) == 1


def test_before_the_commit(fallible, api, odoo):
    key = str(uuid.uuid4())
    action = make_action(odoo, CODE.format(name=key, hang="hang()"))
    category = odoo.create("res.partner.category", {"name": key})
    send_and_kill(fallible, api, action, key, lambda: hangs(fallible, key))
    assert count(fallible, key) == 0
    odoo.unlink("res.partner.category", category)
    again = run(api, action, key)
    assert REPLAYED not in again.headers
    assert count(fallible, key) == 1
