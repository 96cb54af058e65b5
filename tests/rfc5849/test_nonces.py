"""Replayed requests (RFC 5849 §3.3)."""

import time
from concurrent.futures import ThreadPoolExecutor

import requests

from tests.harness.oauth1 import escape
from tests.harness.problems import problem
from tests.rfc5849.signed import PARTNER, get


def test_a_nonce_works_once(http, consumer, token):
    """Seen to fail without the storage of nonces."""
    header = consumer.header("GET", http.base_url + PARTNER, token)
    assert http.get(PARTNER, headers={"Authorization": header}).status_code == 200
    body = problem(http.get(PARTNER, headers={"Authorization": header}), 401)
    assert "nonce" in body["detail"]
    nonce = {"oauth_nonce": "the same"}
    assert get(http, consumer, token, **nonce).status_code == 200
    # at another time or with another token, it counts as another nonce
    assert get(http, consumer, token, **nonce, oauth_timestamp=str(int(time.time()) - 9)).ok
    assert get(http, consumer, consumer.authorized(), **nonce).status_code == 200


def test_a_failed_request_uses_its_nonce(http, consumer, token):
    """Seen to fail without the storage of nonces."""
    path = "/restapi/1.0/object/res.partner/2147483646"
    header = consumer.header("GET", http.base_url + path, token)
    assert http.get(path, headers={"Authorization": header}).status_code == 404
    assert http.get(path, headers={"Authorization": header}).status_code == 401


def test_a_forged_request_uses_no_nonce(http, consumer, token):
    signed = consumer.sign("GET", http.base_url + PARTNER, token)
    forged = dict(signed, oauth_signature=escape("x" * 27 + "="))
    for values, status in ((forged, 401), (signed, 200)):
        header = "OAuth " + ", ".join(f'{k}="{v}"' for k, v in values.items())
        assert http.get(PARTNER, headers={"Authorization": header}).status_code == status


def test_sixteen_uses_of_one_nonce_at_once_on_two_hosts(server, make_server, consumer, token):
    """Seen to fail without the storage of nonces."""
    second = make_server(db=server.db)
    extra = {"oauth_nonce": "one of sixteen", "oauth_timestamp": str(int(time.time()))}
    headers = {
        one.url: consumer.header("GET", one.url + PARTNER, token, extra=extra)
        for one in (server, second)
    }

    def send(url):
        answer = requests.get(url + PARTNER, headers={"Authorization": headers[url]}, timeout=60)
        return answer.status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(send, [server.url, second.url] * 8))
    assert sorted(statuses) == [200] + [401] * 15
