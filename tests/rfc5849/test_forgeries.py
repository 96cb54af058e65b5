"""Forged, malformed and unusual signed requests (RFC 5849 §3.2, §3.4, §4)."""

import time
import xmlrpc.client

import pytest
import requests

from tests.harness.oauth import REDIRECT_URI
from tests.harness.oauth1 import Consumer
from tests.harness.problems import problem
from tests.rfc5849.signed import PARTNER, REQUEST_TOKEN, get, post


def test_timestamps(http, consumer, token):
    """Seen to fail without the comparison with the clock."""
    now = int(time.time())
    for text, status in (
        (str(now - 280), 200),
        (str(now + 280), 200),
        (str(now - 320), 401),
        (str(now + 320), 401),
        ("0", 401),
        ("9999999999", 401),
        ("99999999999999999999", 400),
        ("-1", 400),
        ("soon", 400),
        (f"{now}.5", 400),
        (f"+{now}"[:10], 400),
        ("１７０００００００0", 400),
    ):
        answer = get(http, consumer, token, oauth_timestamp=text)
        problem(answer, status) if status != 200 else answer.raise_for_status()


def test_missing_duplicate_and_unknown_parameters(http, consumer, token):
    signed = consumer.sign("GET", http.base_url + PARTNER, token)

    def send(pairs):
        header = "OAuth " + ", ".join(f'{k}="{v}"' for k, v in pairs)
        return http.get(PARTNER, headers={"Authorization": header})

    for name in signed:
        if name != "oauth_version":
            pairs = [pair for pair in signed.items() if pair[0] != name]
            problem(send(pairs), 400)
            problem(send([*pairs, (name, "")]), 400)
    problem(send([*signed.items(), ("oauth_nonce", "x")]), 400)
    problem(get(http, consumer, token, oauth_version="2.0"), 400)
    # in two places
    header = "OAuth " + ", ".join(f'{k}="{v}"' for k, v in signed.items())
    answer = http.get(PARTNER + "&oauth_other=x", headers={"Authorization": header})
    problem(answer, 400)
    # oauth_callback may be in another place, but must be signed like all parameters
    answer = http.get(PARTNER + "&oauth_callback=x", headers={"Authorization": header})
    problem(answer, 401, "invalid_signature")
    for broken in ("OAuth", "OAuth x", "OAuth oauth_token=x", 'OAuth oauth_token="%ff"'):
        assert http.get(PARTNER, headers={"Authorization": broken}).status_code in (400, 401)


def test_a_changed_request(http, consumer, token):
    url = http.base_url + PARTNER

    def send(method="GET", target=PARTNER, **kwargs):
        header = consumer.header("GET", url, token)
        return http.request(method, target, headers={"Authorization": header}, **kwargs)

    assert send().status_code == 200
    problem(send(target=PARTNER.replace("name", "email")), 401, "invalid_signature")
    problem(send(target=PARTNER + "&context={}"), 401, "invalid_signature")
    problem(send(target=PARTNER.replace("/3", "/1")), 401, "invalid_signature")
    problem(send(method="DELETE", target=PARTNER), 401, "invalid_signature")
    path = "/restapi/1.0/object/res.partner"
    header = consumer.header("POST", http.base_url + path, token, parameters={"vals": "{'a': 1}"})
    answer = http.post(path, data={"vals": "{'b': 1}"}, headers={"Authorization": header})
    problem(answer, 401, "invalid_signature")


def test_repeated_and_empty_parameters(http, consumer):
    for query in (
        "b5=%3D%253D&a3=a&c%40=&a2=r%20b&a3=2%20q",  # the example of §3.4.1.3.1
        "empty=&empty=&=",
        "b=2&a=1&b=1&a=",
        "plus=a+b&space=a%20b&literal=a%2Bb",
        "umlaut=%C3%BC&raw=[1,'x']&tilde=~",
        "semi=a;b&slash=/&question=?",
    ):
        path = f"{REQUEST_TOKEN}?{query}"
        header = consumer.header(
            "POST", http.base_url + path, extra={"oauth_callback": REDIRECT_URI}
        )
        headers = {"Authorization": header, "Content-Length": "0"}
        status, _headers, body = http.raw("POST", path, headers=headers)
        assert status == 200, (query, body)


def test_form_bodies(http, consumer):
    url = http.base_url + REQUEST_TOKEN
    for pairs in (
        [("a", "1"), ("a", "2"), ("b", "")],
        [("text", "a b+c~d%20ü€")],
        [("[", "]"), ("'", '"')],
    ):
        header = consumer.header(
            "POST", url, parameters=pairs, extra={"oauth_callback": REDIRECT_URI}
        )
        assert http.post(url, data=pairs, headers={"Authorization": header}).status_code == 200
        header = consumer.header("POST", url, extra={"oauth_callback": REDIRECT_URI})
        assert http.post(url, data=pairs, headers={"Authorization": header}).status_code == 401


def test_plaintext_needs_https(http, consumer):
    """Seen to fail without the check for https."""
    consumer.method = "PLAINTEXT"
    header = consumer.header("POST", http.base_url, extra={"oauth_callback": "oob"})
    for host, status in (("odoo.example.com", 401), ("127.0.0.1.example.com", 401), (None, 200)):
        headers = {"Authorization": header, **({"Host": host} if host else {})}
        assert http.post(REQUEST_TOKEN, headers=headers).status_code == status, host


def test_the_address_behind_a_proxy(server, make_server, consumer):
    """With proxy_mode, the signature covers the address that the client used."""
    proxied = make_server(db=server.db, extra_conf={"proxy_mode": True})
    external = "https://odoo.example.com" + REQUEST_TOKEN
    forwarded = {
        "X-Forwarded-Host": "odoo.example.com",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "192.0.2.1",
    }
    extra = {"oauth_callback": "oob"}
    for method in ("HMAC-SHA256", "PLAINTEXT"):
        consumer.method = method
        header = consumer.header("POST", external, extra=extra)
        headers = {"Authorization": header, **forwarded}
        answer = requests.post(proxied.url + REQUEST_TOKEN, headers=headers, timeout=60)
        assert answer.status_code == 200, answer.text
        # without proxy_mode, no client can pretend that it used https
        header = consumer.header("POST", external, extra=extra)
        headers = {"Authorization": header, **forwarded}
        answer = requests.post(server.url + REQUEST_TOKEN, headers=headers, timeout=60)
        assert answer.status_code == (401 if method != "PLAINTEXT" else 200)


def test_unknown_consumers_learn_nothing(http, consumer, register):
    """The answer is the same as for a wrong signature; `security/test_equal_work.py` compares the work."""
    unknown = Consumer(http, consumer.application._replace(client_id="x" * 32))
    wrong = Consumer(http, consumer.application._replace(client_secret="x" * 32))
    bodies = []
    for one in (unknown, wrong):
        answer = post(http, one, REQUEST_TOKEN, None, oauth_callback="oob")
        body = problem(answer, 401, "invalid_signature")
        bodies.append({name: value for name, value in body.items() if name != "request_id"})
    assert bodies[0] == bodies[1]


def test_a_public_application_can_not_sign(http, register):
    public = Consumer(http, register(kind="public"))
    answer = post(http, public, REQUEST_TOKEN, None, oauth_callback="oob")
    problem(answer, 401, "invalid_signature")


def test_invalid_public_keys(register, rsa_key):
    private, public = rsa_key.private_pem, rsa_key.public_pem
    for pem in (private, public[:-40], "x", "-----BEGIN PUBLIC KEY-----"):
        with pytest.raises(xmlrpc.client.Fault, match="RSA Public Key"):
            register(rsa_public_key=pem)


@pytest.mark.parametrize("signature", ["A", "AB", "ABC", "ABCDE", "AB=C", "====", "ü"])
def test_a_signature_in_invalid_base64(http, server, register, rsa_key, signature):
    """oauthlib can't handle it."""
    known = Consumer(
        http, register(rsa_public_key=rsa_key.public_pem), "RSA-SHA1", rsa_key.private_pem
    )
    unknown = Consumer(http, known.application._replace(client_id="x" * 32), "RSA-SHA1")
    for consumer in (known, unknown):
        header = consumer.header(
            "POST",
            http.base_url + REQUEST_TOKEN,
            extra={"oauth_callback": "oob"},
            signature=signature,
        )
        answer = http.post(REQUEST_TOKEN, headers={"Authorization": header})
        assert answer.status_code == 401, answer.text
    assert "Traceback" not in server.log_since_mark()
