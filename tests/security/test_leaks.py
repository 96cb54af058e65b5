"""Secrets in logs, error texts and tables."""

import contextlib
import re

import pytest

from tests.harness.oauth import OAUTH2, get_code, get_token
from tests.harness.oauth1 import OAUTH1, Consumer
from tests.harness.problems import problem

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"
TOKEN = OAUTH2 + "/access_token"


def use_everything(http, application):
    """Uses each secret once where it belongs and once where it is refused; returns all of them."""
    auth = (application.client_id, application.client_secret)
    code = get_code(http, application)
    first = get_token(http, application)
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    second = http.post(TOKEN, data=form, auth=auth).json()
    http.post(TOKEN, data={"grant_type": "authorization_code", "code": code}, auth=auth)
    http.post(TOKEN, data={"grant_type": "authorization_code", "code": code}, auth=auth)
    http.post(TOKEN, data=form, auth=(application.client_id, application.client_secret + "x"))
    http.post(TOKEN, headers={"Authorization": f"OAuth client_secret={auth[1]}"})
    http.post(TOKEN, json={"client_secret": [auth[1]], "refresh_token": {"x": 1}})
    http.post(TOKEN, data=f"client_secret={auth[1]}", headers={"Content-Type": "text/plain"})
    http.get(PARTNER, token=second["access_token"])
    http.get(PARTNER, token=second["access_token"] + "x")
    http.get(PARTNER, headers={"Authorization": "Basic " + second["access_token"]})
    http.post(OAUTH2 + "/introspect", data={"token": second["refresh_token"]}, auth=auth)
    consumer = Consumer(http, application)
    temporary = consumer.request_token()
    verifier = consumer.verifier(temporary)
    token = consumer.access_token(temporary, verifier)
    consumer.send("GET", PARTNER, token)
    consumer.send("GET", PARTNER, token, signature="x")
    consumer.method = "PLAINTEXT"
    consumer.send("GET", PARTNER, token)
    http.get(PARTNER, headers={"Authorization": f"OAuth oauth_token={token['oauth_token']}"})
    return {
        "client_secret": application.client_secret,
        "code": code,
        "access_token": second["access_token"],
        "signature": second["access_token"].rsplit(".", 1)[-1],
        "refresh_token": first["refresh_token"],
        "second refresh_token": second["refresh_token"],
        "request token's secret": temporary["oauth_token_secret"],
        "verifier": verifier,
        "oauth_token": token["oauth_token"],
        "oauth_token_secret": token["oauth_token_secret"],
    }


def test_no_secret_in_the_log_or_in_a_table(http, register, server):
    """Seen to fail without hashing: codes and tokens are stored in clear."""
    secrets = use_everything(http, register())
    log = server.log_since_mark()
    assert [name for name, text in secrets.items() if text in log] == []
    assert secrets_in_tables(server, secrets) == []


def test_no_secret_in_a_debug_log(make_server, odoo, server, register):
    """Seen to fail without the level that keeps oauthlib from logging codes and tokens."""
    from tests.harness.http import HttpClient

    loud = make_server(db=server.db, extra_conf={"log_level": "debug"}, workers=0)
    with HttpClient(loud.url) as http:
        secrets = use_everything(http, register())
    log = loud.log_text()
    assert " DEBUG " in log
    assert [name for name, text in secrets.items() if text in log] == []


def secrets_in_tables(server, secrets):
    """The tables of the database, of any addon, with a row that contains a secret."""
    pattern = "|".join(re.escape(text) for text in secrets.values())
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        tables = [table for (table,) in cursor.fetchall()]
        assert {"res_users", "ir_attachment", "restapi_oauth2_token"} <= set(tables)
        found = []
        for table in tables:
            # cast to text, a row contains all of its columns
            cursor.execute(f'SELECT 1 FROM "{table}" t WHERE t::text ~ %s LIMIT 1', [pattern])
            found += [table] if cursor.fetchone() else []
    return found


def test_the_search_finds_stored_texts(server, register):
    """Shows that the tests above can fail."""
    application = register(name="known to be stored")
    for text in ("known to be stored", application.client_id):
        assert secrets_in_tables(server, {"known": text}) == ["restapi_application"]


def test_answers_do_not_repeat_secrets(http, register):
    """Seen to fail without the omission of values from errors: an error repeats the value."""
    application = register()
    secret = "S3cret-that-is-not-right"
    for answer in (
        http.post(
            TOKEN, data={"grant_type": "client_credentials"}, auth=(application.client_id, secret)
        ),
        http.post(TOKEN, data={"grant_type": secret, "client_secret": secret}),
        http.post(TOKEN, json={"client_secret": [secret]}),
        http.post(TOKEN, headers={"Authorization": "OAuth client_secret=" + secret}),
        http.post(TOKEN + "?client_secret=" + secret),
        http.get(PARTNER, token=secret),
        http.get(PARTNER, headers={"Authorization": "OAuth oauth_token=" + secret}),
        http.get(PARTNER, headers={"Authorization": f'OAuth oauth_token="{secret}"'}),
        http.get(OAUTH1 + "/authorize?oauth_token=" + secret),
    ):
        assert answer.status_code in (400, 401)
        assert secret not in answer.text
        assert secret not in str(answer.headers)


def test_a_bearer_token_in_the_address(http, register):
    """Seen to fail without the check for a token among the parameters."""
    token = get_token(http, register())["access_token"]
    body = problem(http.get(f"{PARTNER}&access_token={token}"), 400, "bad_request")
    assert "logs" in body["detail"]
    path, form = "/restapi/1.0/object/res.partner", {"access_token": token}
    problem(http.post(path, data=form, token=token), 400, "bad_request")
    # the parameter alone signs no one in, and the body is not read before sign-in
    problem(http.post(path, data=form), 401, "unauthorized")


NUL = "nul\x00"


@pytest.mark.parametrize("text", [NUL, "\x00", "a" * 100_000, "\ud800", "é\u202e"])
def test_nul_and_other_odd_text(http, register, text):
    """Seen to fail without the check for NUL in values."""
    application = register()
    sent = text.encode("utf-8", "surrogatepass")
    answers = [
        http.get(OAUTH2 + "/authorize", params={"client_id": sent, "response_type": "code"}),
        http.get(OAUTH1 + "/authorize", params={"oauth_token": sent}),
        http.post(TOKEN, data={"grant_type": "client_credentials", "client_id": sent}),
        http.post(TOKEN, data={"grant_type": sent, "client_id": application.client_id}),
        http.post(TOKEN, json={"grant_type": "client_credentials", "client_id": text}),
    ]
    auth = (application.client_id, application.client_secret)
    for name, grant in (("code", "authorization_code"), ("refresh_token", "refresh_token")):
        answers.append(http.post(TOKEN, data={"grant_type": grant, name: sent}, auth=auth))
    answers.append(http.post(OAUTH2 + "/revoke", data={"token": sent}, auth=(auth[0], "x")))
    answers.append(http.post(TOKEN, data={}, auth=(sent, sent)))
    consumer = Consumer(http, application)
    url = http.base_url + OAUTH1 + "/request_token"
    if "\ud800" not in text and len(text) < 1000:
        for name in ("oauth_consumer_key", "oauth_token", "oauth_nonce", "oauth_callback"):
            header = consumer.header("POST", url, extra={"oauth_callback": "oob", name: text})
            answer = http.post(url, headers={"Authorization": header})
            assert answer.status_code in (200, 400, 401), (name, answer.text)
    for answer in answers:
        assert answer.status_code in (400, 401, 413, 414, 431), (answer.url[:80], answer.text[:500])
