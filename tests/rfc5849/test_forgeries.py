"""What OAuth 1.0a servers let through (RFC 5849 §3.2, §3.3, §3.4, §4)."""

import socket
import time
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.harness.oauth import REDIRECT_URI, get_token
from tests.harness.oauth1 import OAUTH1, Consumer, escape
from tests.harness.problems import problem

PARTNERS = "/restapi/1.0/object/res.partner"
PARTNER = f"{PARTNERS}/3?fields=name"
REQUEST_TOKEN, ACCESS_TOKEN = OAUTH1 + "/request_token", OAUTH1 + "/access_token"


@pytest.fixture
def consumer(http, register):
    return Consumer(http, register())


@pytest.fixture
def token(consumer):
    return consumer.authorized()


def get(http, consumer, token, **extra):
    header = consumer.header("GET", http.base_url + PARTNER, token, extra=extra)
    return http.get(PARTNER, headers={"Authorization": header})


def post(http, consumer, path, token, url=None, **extra):
    header = consumer.header("POST", url or http.base_url + path, token, extra=extra)
    return http.post(path, headers={"Authorization": header})


def test_a_nonce_works_once(http, consumer, token):
    """Seen to fail without the memory of nonces."""
    header = consumer.header("GET", http.base_url + PARTNER, token)
    assert http.get(PARTNER, headers={"Authorization": header}).status_code == 200
    body = problem(http.get(PARTNER, headers={"Authorization": header}), 401)
    assert "nonce" in body["detail"]
    nonce = {"oauth_nonce": "the same"}
    assert get(http, consumer, token, **nonce).status_code == 200
    # it is another one at another time, or with another token
    assert get(http, consumer, token, **nonce, oauth_timestamp=str(int(time.time()) - 9)).ok
    assert get(http, consumer, consumer.authorized(), **nonce).status_code == 200


def test_a_request_that_fails_has_used_its_nonce(http, consumer, token):
    """Seen to fail without the memory of nonces."""
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
    """Seen to fail without the memory of nonces."""
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


def test_sixteen_exchanges_of_one_verifier_at_once(server, http, consumer):
    temporary = consumer.request_token()
    verifier = consumer.verifier(temporary)
    url = server.url + ACCESS_TOKEN
    headers = [
        consumer.header("POST", url, temporary, extra={"oauth_verifier": verifier})
        for _ in range(16)
    ]

    def send(header):
        return requests.post(url, headers={"Authorization": header}, timeout=60).status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(send, headers))
    assert sorted(statuses) == [200] + [401] * 15


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


def test_missing_doubled_and_unknown_parameters(http, consumer, token):
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
    # that one may stand apart, and is signed like all others
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
        "b5=%3D%253D&a3=a&c%40=&a2=r%20b&a3=2%20q",  # as in §3.4.1.3.1
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


def test_request_tokens(http, consumer, register):
    temporary = consumer.request_token()
    # no access token
    problem(get(http, consumer, temporary), 401, "invalid_signature")
    # not authorized yet
    answer = post(http, consumer, ACCESS_TOKEN, temporary, oauth_verifier="x" * 32)
    problem(answer, 401, "invalid_signature")
    verifier = consumer.verifier(temporary)
    # authorized once
    answer = http.get(OAUTH1 + "/authorize", params={"oauth_token": temporary["oauth_token"]})
    problem(answer, 401, "invalid_token")
    # the verifier of another token
    other = consumer.request_token()
    other_verifier = consumer.verifier(other)
    answer = post(http, consumer, ACCESS_TOKEN, temporary, oauth_verifier=other_verifier)
    problem(answer, 401, "invalid_signature")
    problem(post(http, consumer, ACCESS_TOKEN, temporary), 400)
    # the token of another consumer
    stranger = Consumer(http, register())
    answer = post(http, stranger, ACCESS_TOKEN, temporary, oauth_verifier=verifier)
    problem(answer, 401, "invalid_signature")
    token = consumer.access_token(temporary, verifier)
    problem(get(http, stranger, token), 401, "invalid_signature")
    # exchanged once
    answer = post(http, consumer, ACCESS_TOKEN, temporary, oauth_verifier=verifier)
    problem(answer, 401, "invalid_signature")
    # an access token is no request token
    answer = post(http, consumer, ACCESS_TOKEN, token, oauth_verifier=verifier)
    problem(answer, 401, "invalid_signature")
    answer = http.get(OAUTH1 + "/authorize", params={"oauth_token": token["oauth_token"]})
    problem(answer, 401, "invalid_token")


def test_request_tokens_end_after_ten_minutes(http, consumer, server):
    first, second = consumer.request_token(), consumer.request_token()
    verifier = consumer.verifier(first)
    server.sql(
        "UPDATE restapi_oauth1_token SET expires_at = expires_at - interval '10 minutes'"
        " WHERE application_id = %s",
        [consumer.application.id],
    )
    answer = post(http, consumer, ACCESS_TOKEN, first, oauth_verifier=verifier)
    problem(answer, 401, "invalid_signature")
    answer = http.get(OAUTH1 + "/authorize", params={"oauth_token": second["oauth_token"]})
    problem(answer, 401, "invalid_token")


def test_plaintext_needs_https(http, consumer):
    """Seen to fail without the question for https."""
    consumer.method = "PLAINTEXT"
    header = consumer.header("POST", http.base_url, extra={"oauth_callback": "oob"})
    for host, status in (("odoo.example.com", 401), ("127.0.0.1.example.com", 401), (None, 200)):
        headers = {"Authorization": header, **({"Host": host} if host else {})}
        assert http.post(REQUEST_TOKEN, headers=headers).status_code == status, host


def test_the_address_behind_a_proxy(server, make_server, consumer):
    """With proxy_mode the signature covers the address that the client knows."""
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
        # without proxy_mode nobody can pretend to have come over https
        header = consumer.header("POST", external, extra=extra)
        headers = {"Authorization": header, **forwarded}
        answer = requests.post(server.url + REQUEST_TOKEN, headers=headers, timeout=60)
        assert answer.status_code == (401 if method != "PLAINTEXT" else 200)


def test_unknown_consumers_learn_nothing(http, consumer, register):
    """The same answer as for a wrong signature; see `security/test_equal_work.py` for the time."""
    unknown = Consumer(http, consumer.application._replace(client_id="x" * 32))
    wrong = Consumer(http, consumer.application._replace(client_secret="x" * 32))
    bodies = []
    for one in (unknown, wrong):
        answer = post(http, one, REQUEST_TOKEN, None, oauth_callback="oob")
        body = problem(answer, 401, "invalid_signature")
        bodies.append({name: value for name, value in body.items() if name != "request_id"})
    assert bodies[0] == bodies[1]


def test_a_public_application_signs_nothing(http, register):
    public = Consumer(http, register(kind="public"))
    answer = post(http, public, REQUEST_TOKEN, None, oauth_callback="oob")
    problem(answer, 401, "invalid_signature")


def test_keys_that_can_not_be_registered(register, rsa_key):
    private, public = rsa_key.private_pem, rsa_key.public_pem
    for pem in (private, public[:-40], "x", "-----BEGIN PUBLIC KEY-----"):
        with pytest.raises(xmlrpc.client.Fault, match="RSA Public Key"):
            register(rsa_public_key=pem)


@pytest.mark.parametrize("signature", ["A", "AB", "ABC", "ABCDE", "AB=C", "====", "ü"])
def test_a_signature_that_is_no_base64(http, server, register, rsa_key, signature):
    """oauthlib fails on it."""
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


def test_a_long_body_is_not_read_for_a_stranger(http, server, consumer):
    """Seen to fail with the look at `oauth_body_hash` before the signature is checked: the server waits
    for a body that never comes."""
    stranger = Consumer(http, consumer.application._replace(client_id="x" * 32))
    url = http.base_url + PARTNERS
    extra = {"oauth_body_hash": "x", "oauth_token": "x"}
    header = stranger.header("POST", url, extra=extra)
    host, port = server.url.split("//")[1].split(":")
    head = (
        f"POST {PARTNERS} HTTP/1.1\r\nHost: {host}:{port}\r\nConnection: close\r\n"
        f"Content-Type: application/json\r\nContent-Length: 100000000\r\nAuthorization: {header}\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=30) as connection:
        connection.sendall(head.encode())
        assert b" 401 " in connection.recv(65536).split(b"\r\n")[0]


def test_a_form_of_many_parameters_costs_nothing(http, consumer):
    for length, status in ((10_000, 400), (400_000, 401)):  # of a stranger no long form is read
        header = consumer.header("POST", http.base_url + PARTNER, extra={"oauth_token": "x"})
        form = {"Authorization": header, "Content-Type": "application/x-www-form-urlencoded"}
        problem(http.post(PARTNER, data="a&" * length, headers=form), status)


def test_a_long_form_that_is_signed(http, consumer):
    """Up to 1 MiB, as the server knows the token before it reads the form."""
    token = consumer.authorized()
    for length, status in ((600_000, 200), (1_100_000, 413)):
        form = {"vals": repr({"name": "Signed", "comment": "x" * length}), "fields": "name"}
        answer = consumer.send("POST", PARTNERS, token, data=form)
        assert answer.status_code == status, answer.text[:500]


def test_a_bearer_token_and_a_long_form(http, register):
    """Only forms that are signed have to be read before somebody is signed in."""
    token = get_token(http, register())["access_token"]
    form = {"vals": {"name": "Long form", "comment": "ö" * 400_000}, "fields": ["name"]}
    form = {name: repr(value) for name, value in form.items()}
    answer = http.post(PARTNERS, token=token, data=form)
    assert int(answer.request.headers["Content-Length"]) > 1024 * 1024
    assert answer.status_code == 200, answer.text
    both = {"vals": "{'name':'x'}", "oauth_token": "x"}
    problem(http.post(PARTNERS, token=token, data=both), 400, "bad_request")
