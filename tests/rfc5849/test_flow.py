"""The three steps of OAuth 1.0a and signed requests (RFC 5849 §2, §3; manual 3.1.3)."""

import json
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest

from tests.harness.oauth import REDIRECT_URI, get_token
from tests.harness.oauth1 import OAUTH1, Consumer
from tests.harness.problems import problem
from tests.harness.visitor import hidden_fields

PARTNER = "/restapi/1.0/object/res.partner/3"
JSON = {"Accept": "application/json"}


def test_the_manuals_flow(http, consumer):
    temporary = consumer.request_token()
    assert set(temporary) == {"oauth_token", "oauth_token_secret"}
    answer = http.get(
        OAUTH1 + "/authorize", params={"oauth_token": temporary["oauth_token"]}, headers=JSON
    )
    assert answer.status_code == 200
    authorized = answer.json()
    assert set(authorized) == {"oauth_token", "oauth_verifier"}
    assert authorized["oauth_token"] == temporary["oauth_token"]
    token = consumer.access_token(temporary, authorized["oauth_verifier"])
    assert set(token) == {"oauth_token", "oauth_token_secret"}
    answer = consumer.send("GET", PARTNER + "?fields=name", token)
    assert answer.status_code == 200, answer.text


def test_the_manuals_header_with_single_quotes_and_without_the_last_comma(http, consumer):
    url = http.base_url + OAUTH1 + "/request_token"
    signed = consumer.sign("POST", url, extra={"oauth_callback": REDIRECT_URI})
    pairs = [f"{name}='{value}'" for name, value in signed.items()]
    header = "OAuth " + ",\t".join(pairs[:-1]) + " " + pairs[-1]
    answer = http.post(url, headers={"Authorization": header, **JSON})
    assert answer.status_code == 200, answer.text


def test_form_encoded_answers_for_standard_clients(http, consumer):
    url = http.base_url + OAUTH1 + "/request_token"
    for accept in ("*/*", "application/x-www-form-urlencoded", "text/html, */*;q=0.1"):
        header = consumer.header("POST", url, extra={"oauth_callback": "oob"})
        answer = http.post(url, headers={"Authorization": header, "Accept": accept})
        assert answer.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
        assert answer.headers["Cache-Control"] == "no-store"
        parameters = dict(parse_qsl(answer.text, strict_parsing=True))
        assert parameters["oauth_callback_confirmed"] == "true"
    for accept in ("application/json", "application/json, text/plain, */*"):
        header = consumer.header("POST", url, extra={"oauth_callback": "oob"})
        answer = http.post(url, headers={"Authorization": header, "Accept": accept})
        assert set(answer.json()) == {"oauth_token", "oauth_token_secret"}


def test_both_kinds_of_clients_can_parse_the_answer_without_accept(http, consumer):
    """Clients written from the manual parse JSON; PECL OAuth, league/oauth1-client and Go's libraries parse
    a form. Seen to fail when the answer was always JSON."""
    url = http.base_url + OAUTH1 + "/request_token"
    header = consumer.header("POST", url, extra={"oauth_callback": "oob"})
    answer = http.post(url, headers={"Authorization": header, "Accept": None})
    as_json, as_form = answer.json(), dict(parse_qsl(answer.text))
    for name in ("oauth_token", "oauth_token_secret", "oauth_callback_confirmed"):
        assert as_json[name] == as_form[name] != ""
    assert next(iter(as_json.values())).startswith("&")
    verifier = consumer.verifier(as_form)
    assert consumer.access_token(as_json, verifier)


def test_a_verifier_in_the_form_beside_a_header(http, consumer):
    """As sent by PHP's league/oauth1-client, which has no `Accept` header and parses a form."""
    path = f"{OAUTH1}/access_token"
    temporary = consumer.request_token()
    verifier = {"oauth_verifier": consumer.verifier(temporary)}
    header = consumer.header("POST", http.base_url + path, temporary, parameters=verifier)
    changed = {"oauth_verifier": verifier["oauth_verifier"][::-1]}
    answer = http.post(path, data=changed, headers={"Authorization": header})
    problem(answer, 401, "invalid_signature")
    answer = consumer.send("POST", path, temporary, data=verifier)
    assert answer.status_code == 200, answer.text


def test_tokens_with_get(http, consumer):
    """Many providers allow it. Seen to fail with 405."""
    url = http.base_url + OAUTH1 + "/request_token"
    signed = consumer.sign("GET", url, extra={"oauth_callback": "oob"})
    query = "&".join(f"{name}={value}" for name, value in signed.items())
    temporary = http.get(f"{url}?{query}", headers=JSON).json()
    url = http.base_url + OAUTH1 + "/access_token"
    extra = {"oauth_verifier": consumer.verifier(temporary)}
    header = consumer.header("GET", url, temporary, extra=extra)
    token = http.get(url, headers={"Authorization": header, **JSON}).json()
    assert consumer.send("GET", PARTNER + "?fields=name", token).status_code == 200


@pytest.mark.parametrize("version", ["1.0", "1.0a", "1.0A"])
def test_versions_as_clients_write_them(http, consumer, version):
    """Seen to fail with 400 for users of node-oauth."""
    extra = {"oauth_callback": "oob", "oauth_version": version}
    url = http.base_url + OAUTH1 + "/request_token"
    header = consumer.header("POST", url, extra=extra)
    temporary = http.post(url, headers={"Authorization": header, **JSON}).json()
    extra = {"oauth_verifier": consumer.verifier(temporary), "oauth_version": version}
    url = http.base_url + OAUTH1 + "/access_token"
    header = consumer.header("POST", url, temporary, extra=extra)
    token = http.post(url, headers={"Authorization": header, **JSON}).json()
    url = http.base_url + PARTNER
    header = consumer.header("GET", url, token, extra={"oauth_version": version})
    assert http.get(url, headers={"Authorization": header}).status_code == 200


def test_a_browser_is_sent_to_the_callback(http, consumer):
    temporary = consumer.request_token(callback=REDIRECT_URI)
    answer = http.get(
        OAUTH1 + "/authorize",
        params={"oauth_token": temporary["oauth_token"]},
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(REDIRECT_URI + "?")
    parameters = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert set(parameters) == {"oauth_token", "oauth_verifier"}


def test_the_callback_must_be_registered(http, consumer):
    url = http.base_url + OAUTH1 + "/request_token"
    for callback in ("https://evil.example.com/", REDIRECT_URI + "/x", "OOB"):
        header = consumer.header("POST", url, extra={"oauth_callback": callback})
        problem(http.post(url, headers={"Authorization": header}), 400, "bad_request")
    header = consumer.header("POST", url)
    problem(http.post(url, headers={"Authorization": header}), 400, "bad_request")


METHODS = ("HMAC-SHA1", "HMAC-SHA256", "HMAC-SHA512", "RSA-SHA1", "RSA-SHA256", "PLAINTEXT")


@pytest.mark.parametrize("method", METHODS)
def test_signature_methods(http, register, rsa_key, method):
    application = register(rsa_public_key=rsa_key.public_pem)
    consumer = Consumer(http, application, method=method, rsa_key=rsa_key.private_pem)
    token = consumer.authorized()
    assert consumer.send("GET", PARTNER + "?fields=name", token).status_code == 200
    other = Consumer(http, register(rsa_public_key=rsa_key.other_public_pem), method=method)
    other.application = other.application._replace(client_id=application.client_id)
    other.rsa_key = (
        rsa_key.private_pem if not method.startswith("RSA") else rsa_key.other_private_pem
    )
    problem(other.send("GET", PARTNER, token), 401, "invalid_signature")


def test_other_signature_methods_are_refused(http, consumer):
    token = consumer.authorized()
    consumer.method = "MD5"
    problem(consumer.send("GET", PARTNER, token, signature="x"), 400, "bad_request")


@pytest.mark.parametrize("place", ["header", "query", "form"])
def test_protocol_parameters_in_every_place(http, consumer, place):
    token = consumer.authorized()
    url = http.base_url + "/restapi/1.0/object/res.partner"
    form = {"vals": "{'name': 'Ünïcödé + & = % ~ name'}", "fields": "name"}
    signed = consumer.sign("POST", url, token, parameters=form)
    if place == "header":
        header = "OAuth " + ", ".join(f'{k}="{v}"' for k, v in signed.items())
        answer = http.post(url, data=form, headers={"Authorization": header})
    elif place == "query":
        query = "&".join(f"{k}={v}" for k, v in signed.items())
        answer = http.post(f"{url}?{query}", data=form)
    else:
        answer = http.post(url, data={**form, **consumer.decoded(signed)})
    assert answer.status_code in (200, 201), answer.text
    assert answer.json()["Contact"]["name"] == "Ünïcödé + & = % ~ name"


def test_every_method_and_body(http, consumer, odoo):
    token = consumer.authorized()
    partner = odoo.create("res.partner", {"name": "Signed"})
    path = f"/restapi/1.0/object/res.partner/{partner}"
    vals = {"name": "JSON"}
    answer = consumer.send(
        "PUT",
        path,
        token,
        data=json.dumps({"vals": vals}),
        headers={"Content-Type": "application/json"},
    )
    assert answer.json()["Contact"]["name"] == "JSON", answer.text
    # multipart bodies are not signed (RFC 5849 §3.4.1.3.1)
    answer = consumer.send("PUT", path, token, files={"vals": (None, "{'name': 'multipart'}")})
    assert answer.json()["Contact"]["name"] == "multipart", answer.text
    # clients of 1.0 send the values in the query, and an empty body
    answer = consumer.send("PUT", path + "?vals={'name':'query'}", token)
    assert answer.json()["Contact"]["name"] == "query", answer.text
    assert consumer.send("DELETE", path, token).json() == {}


def test_raw_brackets_and_quotes_in_the_query(http, consumer):
    """`curl -g` sends them; the signature covers the decoded values."""
    token = consumer.authorized()
    target = PARTNER + "?fields=['name',%20'country_id']"
    header = consumer.header("GET", http.base_url + target, token)
    status, _headers, body = http.raw("GET", target, headers={"Authorization": header})
    assert status == 200, body


def test_scopes_are_those_of_the_application(http, register):
    consumer = Consumer(http, register(scopes="read"))
    token = consumer.authorized()
    assert consumer.send("GET", PARTNER + "?fields=name", token).status_code == 200
    answer = consumer.send("PUT", PARTNER + "?vals={'comment':'x'}", token)
    problem(answer, 403, "insufficient_scope")


def test_a_bearer_token_and_a_signature_together_are_refused(http, consumer):
    token = consumer.authorized()
    bearer = get_token(http, consumer.application)["access_token"]
    query = "&".join(
        f"{k}={v}" for k, v in consumer.sign("GET", http.base_url + PARTNER, token).items()
    )
    answer = http.get(f"{PARTNER}?{query}", token=bearer)
    problem(answer, 400, "bad_request")


def test_a_body_hash_is_checked(http, consumer):
    token = consumer.authorized()
    target = PARTNER
    data = b'{"vals": {"comment": "hash"}}'
    digest = consumer.body_hash(data)
    for body, status in ((data, 200), (data + b" ", 401)):
        header = consumer.header(
            "PUT", http.base_url + target, token, extra={"oauth_body_hash": digest}
        )
        answer = http.put(
            target, data=body, headers={"Authorization": header, "Content-Type": "application/json"}
        )
        assert answer.status_code == status, answer.text


def test_a_user_without_a_password_is_asked_once(http, server, register, make_user, visitor):
    """Seen to fail on 14.0, whose `in` drops 0, the generation of users who never had a password."""
    user = make_user()
    one = visitor(user)
    server.sql("UPDATE res_users SET restapi_generation = 0 WHERE id = %s", [user.id])
    consumer = Consumer(http, register(kind="web", redirect_uris=REDIRECT_URI))

    def authorize():
        temporary = consumer.request_token(callback=REDIRECT_URI)
        query = f"?oauth_token={temporary['oauth_token']}"
        return temporary, one.get(f"{OAUTH1}/authorize{query}")

    temporary, page = authorize()
    form = {**hidden_fields(page.text), "decision": "allow"}
    location = one.post(OAUTH1 + "/authorize", data=form).headers["Location"]
    (verifier,) = parse_qs(urlsplit(location).query)["oauth_verifier"]
    consumer.access_token(temporary, verifier)
    assert authorize()[1].status_code == 302
