"""The nginx configuration of the documentation, with its addresses and files replaced by ours."""

import json
import time

import pytest

from dev import net
from tests.docs.session import EXAMPLES
from tests.harness import nginx
from tests.harness.certificate import certificate
from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.oauth1 import Consumer
from tests.harness.problems import MEMBERS
from tests.harness.rpc import OdooClient
from tests.harness.server import Server

API = "/restapi/1.0"
BURST = 40  # as the page says


@pytest.fixture(scope="module")
def proxied(demo, postgres_port):
    """A second host of the demo database that trusts its proxy, as the page says."""
    conf = {"proxy_mode": True}
    with Server(demo.series, demo.server.db, postgres_port, extra_conf=conf) as server:
        yield server


@pytest.fixture(scope="module")
def proxy(proxied, tmp_path_factory):
    """A client of nginx, over https."""
    port = net.free_port()
    file = certificate(tmp_path_factory.mktemp("nginx"))
    site = (EXAMPLES / "nginx" / "odoo.conf").read_text()
    for printed, ours in (
        ("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"),
        ("/etc/ssl/odoo.example.com.pem", str(file)),
        ("/etc/ssl/private/odoo.example.com.key", str(file)),
        ("http://127.0.0.1:8069", proxied.url),
        ("rate=20r/s", "rate=1r/s"),  # this server is not fast enough for the other
    ):
        assert printed in site
        site = site.replace(printed, ours)
    with nginx.running(site, port), HttpClient(f"https://127.0.0.1:{port}") as client:
        client.verify = str(file)
        yield client


@pytest.fixture(scope="module")
def application(demo):
    odoo = OdooClient(demo.server.url, demo.server.db)
    return make_application(odoo, odoo.ref("base.user_admin"))


def test_signatures_are_over_the_address_that_the_client_sees(proxy, application):
    consumer = Consumer(proxy, application)
    token = consumer.authorized()
    answer = consumer.send("GET", f"{API}/object/res.partner/3?fields=name", token)
    assert answer.json() == {"Contact": {"id": 3, "name": "Mitchell Admin"}}


def test_links_and_the_issuer_have_the_address_that_the_client_sees(proxy, application):
    token = get_token(proxy, application)["access_token"]
    answer = proxy.get(f"{API}/object/res.partner?fields=name&limit=1", token=token)
    assert answer.headers["Link"].startswith(f"<{proxy.base_url}{API}/object/res.partner?")
    metadata = proxy.get("/.well-known/oauth-authorization-server").json()
    assert metadata["issuer"] == proxy.base_url


def test_forged_headers_are_not_passed_on(proxy):
    forged = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "http"}
    metadata = proxy.get("/.well-known/oauth-authorization-server", headers=forged).json()
    assert metadata["issuer"] == proxy.base_url


def test_too_many_requests(proxy):
    answers = [proxy.get(f"{API}/common/version") for _ in range(2 * BURST)]
    assert {answer.status_code for answer in answers} == {200, 429}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.headers["Content-Type"] == "application/problem+json"
    body = json.loads(refused.content)
    assert set(body) == MEMBERS
    assert (body["status"], body["code"]) == (429, "too_many_requests")
    time.sleep(int(refused.headers["Retry-After"]) + 1)
    assert proxy.get(f"{API}/common/version").status_code == 200
