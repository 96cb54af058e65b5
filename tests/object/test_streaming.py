"""Long lists are streamed: bounded memory, one snapshot, and a broken list never looks complete."""

import csv
import io
import json

import psutil
import pytest
import requests
from lxml import etree

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.objects import Objects
from tests.harness.partners import insert_partners
from tests.harness.rpc import OdooClient
from tests.harness.waiting import wait_until

MANY = 3500  # more than three chunks
VERY_MANY = 100_000
MAX_GROWTH = 64 * 1024 * 1024


@pytest.fixture(scope="module")
def many(server):
    insert_partners(server, "MANY", MANY)
    yield "[('ref','=','MANY')]"
    server.sql("DELETE FROM res_partner WHERE ref = 'MANY'")


def get(api, accept, domain, **params):
    return api.get(
        "res.partner", domain=domain, fields=["name"], headers={"Accept": accept}, **params
    )


def names(accept, content):
    if accept == "application/json":
        return [row["name"] for row in json.loads(content)["Contact"]]
    if accept == "application/x-ndjson":
        return [json.loads(line)["name"] for line in content.splitlines()]
    if accept == "text/csv":
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        return [row["name"] for row in csv.DictReader(text, strict=True)]
    return [element.text for element in etree.fromstring(content).iterfind("record/name")]


FORMATS = ["application/json", "application/x-ndjson", "text/csv", "application/xml"]
EXPECTED = [f"Stream {number:06}" for number in range(1, MANY + 1)]


@pytest.mark.parametrize("accept", FORMATS)
def test_a_whole_long_list_in_order(api, many, accept):
    answer = get(api, accept, many, order="name")
    assert answer.status_code == 200
    assert "Content-Length" not in answer.headers
    assert answer.headers["X-Record-Count"] == str(MANY)
    assert names(accept, answer.content) == EXPECTED


@pytest.mark.parametrize("accept", FORMATS)
def test_a_part_of_a_long_list(api, many, accept):
    answer = get(api, accept, many, order="name desc", limit=2000, offset=1000)
    assert names(accept, answer.content) == EXPECTED[::-1][1000:3000]
    assert 'rel="next"' in answer.headers["Link"]
    assert answer.headers["X-Record-Count"] == "2000"


@pytest.mark.parametrize("accept", FORMATS)
def test_nested_fields_of_a_long_list(api, many, accept):
    params = {"domain": many, "fields": ["name", "country_id.code", "child_ids.name"]}
    answer = api.get("res.partner", headers={"Accept": accept}, order="name", **params)
    assert names(accept, answer.content) == EXPECTED


def test_a_short_list_has_a_content_length(api, many):
    headers = get(api, "application/json", many, limit=5).headers
    assert "Content-Length" in headers
    assert headers["X-Record-Count"] == "5"


def test_head_reads_nothing(api, server, many):
    answer = api.request("HEAD", "res.partner", domain=many)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Record-Count"] == str(MANY)
    assert "Content-Length" not in answer.headers
    assert answer.content == b""


def connections(server):
    [[count]] = server.sql(
        "SELECT count(*) FROM pg_stat_activity "
        "WHERE datname = current_database() AND state LIKE 'idle in transaction%%'"
    )
    return count


def test_a_stream_that_is_closed_early_closes_its_cursor(api, server, many):
    before = connections(server)
    for _ in range(5):
        # more than the buffers of the socket hold
        params = {"domain": many, "fields": ["name", "comment"]}
        with api.get("res.partner", stream=True, **params) as answer:
            next(answer.iter_content(100))
    wait_until(lambda: connections(server) <= before, "the cursors are closed", 20)
    assert "Cursor not closed explicitly" not in server.log_since_mark()


def test_a_list_is_a_snapshot(api, server, many):
    """Changes that others commit while the list is sent don't appear in it."""
    params = {"domain": many, "fields": ["name", "comment"], "order": "name"}
    headers = {"Accept": "application/x-ndjson"}
    with api.get("res.partner", headers=headers, stream=True, **params) as answer:
        lines = answer.iter_lines()
        first = json.loads(next(lines))
        server.sql("UPDATE res_partner SET name = 'Later' WHERE ref = 'MANY'")
        try:
            rest = [json.loads(line)["name"] for line in lines]
        finally:
            server.sql(
                "UPDATE res_partner SET name = 'Stream ' || lpad((id - (SELECT min(id) - 1 FROM "
                "res_partner WHERE ref = 'MANY'))::text, 6, '0') WHERE ref = 'MANY'"
            )
    assert [first["name"], *rest] == EXPECTED


@pytest.mark.parametrize("accept", FORMATS)
def test_a_broken_list_does_not_look_complete(api, server, many, accept):
    """A date that Python can't represent, in the last chunk."""
    last = server.sql("SELECT max(id) FROM res_partner WHERE ref = 'MANY'")[0][0]
    server.sql("UPDATE res_partner SET write_date = '20000-01-01' WHERE id = %s", [last])
    params = {"domain": many, "fields": ["name", "write_date"], "order": "id"}
    try:
        answer = api.get("res.partner", headers={"Accept": accept}, **params)
        content = answer.content
    except requests.exceptions.ChunkedEncodingError:
        return  # the client got an error
    finally:
        server.sql("UPDATE res_partner SET write_date = now() WHERE id = %s", [last])
    assert len(content) > 1000
    with pytest.raises((ValueError, csv.Error, etree.XMLSyntaxError)):
        names(accept, content)
    assert "broke off" in server.log_since_mark()
    assert "Cursor not closed explicitly" not in server.log_since_mark()


@pytest.mark.timeout(400)
def test_memory_stays_bounded(make_server):
    """100,000 partners as JSON lines: no process of the server grows by 64 MiB or more."""
    server = make_server(workers=2)
    insert_partners(server, "VERY MANY", VERY_MANY)
    odoo = OdooClient(server.url, server.db)
    application = make_application(odoo, odoo.ref("base.user_admin"))
    with HttpClient(server.url) as http:
        api = Objects(http, get_token(http, application)["access_token"])
        domain = "[('ref','=','VERY MANY')]"
        fields = ["name", "ref", "email", "phone", "country_id", "create_date"]
        params = {"fields": fields, "headers": {"Accept": "application/x-ndjson"}}
        for _ in range(4):  # enough to warm the caches of both workers
            api.get("res.partner", domain=domain, limit=50, **params)
        before = {pid: psutil.Process(pid).memory_info().rss for pid in server.pids}
        peak = dict(before)
        count = 0
        with api.get("res.partner", domain=domain, stream=True, **params) as answer:
            assert answer.status_code == 200
            for line in answer.iter_lines(chunk_size=65536):
                count += bool(line)
                if count % 5000 == 0:
                    for pid in peak:
                        peak[pid] = max(peak[pid], psutil.Process(pid).memory_info().rss)
    assert count == VERY_MANY
    growth = {pid: peak[pid] - before[pid] for pid in peak}
    assert max(growth.values()) < MAX_GROWTH, growth
