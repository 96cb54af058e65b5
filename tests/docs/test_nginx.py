"""The nginx configuration of the documentation, with the test's addresses and files."""

import time

import pytest
import requests

from dev import net
from tests.docs.session import EXAMPLES
from tests.harness import nginx
from tests.harness.certificate import certificate
from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.oauth1 import Consumer
from tests.harness.problems import MEMBERS, problem
from tests.harness.rpc import OdooClient
from tests.harness.server import Server

API = "/restapi/1.0"
METADATA = "/.well-known/oauth-authorization-server"
BURST = 40  # as the page says
REST = 10  # seconds until that many requests are allowed again


@pytest.fixture(scope="module")
def proxied(demo, postgres_port):
    """A second host of the demo database that trusts its proxy, as the page says."""
    conf = {"proxy_mode": True}
    with Server(demo.series, demo.server.db, postgres_port, extra_conf=conf) as server:
        yield server


@pytest.fixture(scope="module")
def proxy(proxied, tmp_path_factory):
    """A client of nginx over https."""
    port, plain = net.free_port(), net.free_port()
    file = certificate(tmp_path_factory.mktemp("nginx"))
    site = (EXAMPLES / "nginx" / "odoo.conf").read_text()
    for printed, ours in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("listen 80", f"listen 127.0.0.1:{plain}"),
        ("server_name odoo.example.com", "server_name localhost"),
        ("client_max_body_size 128m", "client_max_body_size 2m"),
        ("/etc/ssl/odoo.example.com.pem", str(file)),
        ("/etc/ssl/private/odoo.example.com.key", str(file)),
        ("http://127.0.0.1:8069", proxied.url),
        ("rate=20r/s", "rate=1r/s"),  # this server is too slow for the original rate
    ):
        assert printed in site
        site = site.replace(printed, ours)
    with nginx.running(site, port), HttpClient(f"https://localhost:{port}") as client:
        client.verify = str(file)
        client.plain = f"http://127.0.0.1:{plain}"
        yield client


@pytest.fixture(scope="module")
def application(demo):
    odoo = OdooClient(demo.server.url, demo.server.db)
    return make_application(odoo, odoo.ref("base.user_admin"))


def test_signatures_cover_the_public_address(proxy, application):
    consumer = Consumer(proxy, application)
    token = consumer.authorized()
    answer = consumer.send("GET", f"{API}/object/res.partner/3?fields=name", token)
    assert answer.json() == {"Contact": {"id": 3, "name": "Mitchell Admin"}}


def test_links_and_the_issuer_have_the_public_address(proxy, application):
    token = get_token(proxy, application)["access_token"]
    answer = proxy.get(f"{API}/object/res.partner?fields=name&limit=1", token=token)
    assert answer.headers["Link"].startswith(f"<{proxy.base_url}{API}/object/res.partner?")
    metadata = proxy.get(METADATA).json()
    assert metadata["issuer"] == proxy.base_url


def test_compression_leaves_entity_tags_strong(proxy, application):
    """Seen to fail without the compression of single records."""
    token = get_token(proxy, application)["access_token"]
    gzip = {"Accept-Encoding": "gzip"}
    one = f"{API}/object/res.partner/3?fields=name,city,comment"
    answer = proxy.get(one, token=token, headers=gzip)
    tag = answer.headers["ETag"]
    assert not tag.startswith("W/")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert proxy.get(one, token=token, headers={**gzip, "If-None-Match": tag}).status_code == 304
    body = {"vals": {"ref": "nginx"}, "fields": ["ref"]}
    changed = proxy.put(one.split("?")[0], token=token, json=body, headers={"If-Match": tag})
    assert changed.status_code == 200, changed.text
    many = proxy.get(f"{API}/object/res.country?fields=name", token=token, headers=gzip)
    assert many.headers["Content-Encoding"] == "gzip"


def test_forged_headers_are_not_passed_on(proxy):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    metadata = proxy.get(METADATA, headers=forged).json()
    assert metadata["issuer"] == proxy.base_url


@pytest.mark.parametrize("path", [f"{API}/common/version", "/start", METADATA])
def test_too_many_requests(proxy, path):
    """Seen to fail without the limit for addresses outside the prefix."""
    answers = [proxy.get(path) for _ in range(2 * BURST)]
    assert {answer.status_code for answer in answers} == {200, 429}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert set(problem(refused, 429, "too_many_requests")) == MEMBERS
    time.sleep(int(refused.headers["Retry-After"]) + 1)
    assert proxy.get(path).status_code == 200


def test_problem_documents_of_nginx(proxy):
    """Seen to fail without error_page."""
    url = f"{API}/common/version"
    time.sleep(REST)
    problem(proxy.get(url + "?" + "a" * 20_000), 414, "uri_too_long")
    problem(proxy.get(url, headers={"X-Long": "a" * 20_000}), 431, "headers_too_large")
    problem(proxy.post(url, data="a" * 3_000_000), 413, "payload_too_large")
    problem(proxy.get(url, headers={"Host": "a b"}), 400, "bad_request")
    assert proxy.get("/restapi_problem").status_code == 404


def test_other_hosts(proxy):
    """Seen to fail without the default servers."""
    time.sleep(REST)
    for url in (proxy.base_url, proxy.plain):
        with pytest.raises(requests.ConnectionError):
            proxy.get(url + METADATA, headers={"Host": "evil.example"})
    with pytest.raises(requests.exceptions.SSLError):  # no server name in TLS
        proxy.get(proxy.base_url.replace("localhost", "127.0.0.1") + METADATA)
    moved = proxy.get(proxy.plain + METADATA, headers={"Host": "localhost"})
    assert moved.status_code == 301
    assert moved.headers["Location"].startswith("https://")


def test_odoo_is_down(proxied, proxy):
    """Seen to fail without error_page."""
    time.sleep(REST)
    proxied.stop()
    try:
        answer = proxy.get(f"{API}/common/version")
        assert int(answer.headers.get("Retry-After", 0)) > 0
        problem(answer, 502, "service_unavailable")
        assert "html" in proxy.get("/web").headers["Content-Type"]
    finally:
        proxied.start()
