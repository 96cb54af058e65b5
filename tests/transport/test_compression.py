"""Compression by the addon itself, for servers without a proxy (RFC 9110 §8.4.1)."""

import base64
import gzip
import json

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.objects import API
from tests.harness.partners import insert_partners

PATH = f"{API}/res.partner"
MANY = 1700


@pytest.fixture(scope="module")
def token(server, odoo):
    insert_partners(server, "GZIP", MANY)
    odoo.call("ir.config_parameter", "set_param", ["restapi.compress", "1"])
    application = make_application(odoo, odoo.ref("base.user_admin"))
    with HttpClient(server.url) as http:
        yield get_token(http, application)["access_token"]
    odoo.call("ir.config_parameter", "set_param", ["restapi.compress", ""])
    server.sql("DELETE FROM res_partner WHERE ref = 'GZIP'")


def get(http, token, query, encoding):
    return http.get(
        f"{PATH}{query}", token=token, headers={"Accept-Encoding": encoding}, stream=True
    )


@pytest.mark.parametrize("size", [100, MANY])
def test_lists_short_and_streamed(http, token, size):
    """Seen to fail without the wrapper of streams: they were not compressed."""
    query = f"?domain=[('ref','=','GZIP')]&fields=name,email&limit={size}"
    answer = get(http, token, query, "gzip, deflate")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    packed = answer.raw.read(decode_content=False)
    plain = get(http, token, query, "identity").content
    assert gzip.decompress(packed) == plain
    assert len(packed) < len(plain) / 4
    assert len(json.loads(plain)["Contact"]) == size


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [("gzip", True), ("*", True), ("gzip;q=0", False), ("gzip; q=0.000, *", False), ("br", False)],
)
def test_which_clients_get_it(http, token, encoding, packed):
    answer = get(http, token, "?limit=100&fields=name", encoding)
    assert ("Content-Encoding" in answer.headers) is packed
    assert len(answer.json()["Contact"]) > 50


def test_short_answers_and_files_are_not_compressed(http, token, odoo):
    assert "Content-Encoding" not in get(http, token, "?limit=1&fields=id", "gzip").headers
    data = base64.b64encode(b"x" * 5000).decode()
    text = odoo.create("ir.attachment", {"name": "a.txt", "datas": data})
    path = f"{API}/ir.attachment/{text}/datas"
    answer = http.get(path, token=token, headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.headers["ETag"]


def test_a_client_that_leaves_ends_the_stream(http, token, server):
    query = "?domain=[('ref','=','GZIP')]&fields=name,email"
    for _ in range(5):
        answer = get(http, token, query, "gzip")
        answer.raw.read(100)
        answer.close()
    assert get(http, token, query, "gzip").json()["Contact"]
    assert "Traceback" not in server.log_since_mark()


def test_it_is_off_by_default(http, odoo, register):
    """Seen to fail when it was always on: a proxy would compress again."""
    odoo.call("ir.config_parameter", "set_param", ["restapi.compress", ""])
    token = get_token(http, register(odoo.ref("base.user_admin")))["access_token"]
    assert "Content-Encoding" not in get(http, token, "?limit=100", "gzip").headers
