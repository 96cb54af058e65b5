"""Replayed codes and refresh tokens (RFC 6749 §10.5, RFC 9700 §4.14)."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.harness.oauth import OAUTH2, get_code, get_token

TOKEN = OAUTH2 + "/access_token"
PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"


@pytest.fixture
def application(register):
    return register()


def post(http, application, **form):
    return http.post(TOKEN, data=form, auth=(application.client_id, application.client_secret))


def exchange(http, application, code):
    return post(http, application, grant_type="authorization_code", code=code)


def refresh(http, application, token):
    return post(http, application, grant_type="refresh_token", refresh_token=token)


def is_live(http, token):
    answer = http.get(PARTNER, token=token["access_token"])
    assert answer.status_code in (200, 401)
    return answer.status_code == 200


def send_together(server, application, forms):
    """Sends requests at the same moment and returns their answers."""

    def send(form):
        auth = (application.client_id, application.client_secret)
        return requests.post(server.url + TOKEN, data=form, auth=auth, timeout=60)

    with ThreadPoolExecutor(len(forms)) as pool:
        return list(pool.map(send, forms))


def test_a_code_used_twice_ends_its_tokens(http, application):
    """Seen to fail without the revocation after a code's second use."""
    code = get_code(http, application)
    first = exchange(http, application, code).json()
    second = refresh(http, application, first["refresh_token"]).json()
    assert is_live(http, first)
    assert is_live(http, second)
    answer = exchange(http, application, code)
    assert (answer.status_code, answer.json().get("error")) == (400, "invalid_grant")
    assert not is_live(http, first)
    assert not is_live(http, second)
    assert refresh(http, application, second["refresh_token"]).status_code == 400


def test_a_code_of_another_application(http, application, register):
    """Seen to fail without the check of the application that a code belongs to."""
    other = register()
    code = get_code(http, application)
    answer = exchange(http, other, code)
    assert (answer.status_code, answer.json().get("error")) == (400, "invalid_grant")
    # the other application has not used it up
    assert exchange(http, application, code).status_code == 200


def test_sixteen_exchanges_of_one_code_at_once_give_one_token(server, http, application):
    code = get_code(http, application)
    forms = [{"grant_type": "authorization_code", "code": code}] * 16
    answers = send_together(server, application, forms)
    assert sorted(answer.status_code for answer in answers) == [200] + [400] * 15
    errors = {answer.json().get("error") for answer in answers if answer.status_code == 400}
    assert errors == {"invalid_grant"}
    rows = server.sql(
        "SELECT count(jti) FROM restapi_oauth2_token WHERE application_id = %s", [application.id]
    )
    assert rows == [(1,)]


def test_an_older_generation(http, application):
    """Seen to fail without the check for used refresh tokens."""
    first = get_token(http, application)
    second = refresh(http, application, first["refresh_token"]).json()
    third = refresh(http, application, second["refresh_token"]).json()
    # within the retry window, but the result of its first use has been used
    answer = refresh(http, application, first["refresh_token"])
    assert (answer.status_code, answer.json().get("error")) == (400, "invalid_grant")
    for token in (first, second, third):
        assert not is_live(http, token)
        assert refresh(http, application, token["refresh_token"]).status_code == 400


def test_an_old_token_after_the_retry_window(http, application, server):
    """Seen to fail without the check for used refresh tokens."""
    first = get_token(http, application)
    second = refresh(http, application, first["refresh_token"]).json()
    server.sql(
        "UPDATE restapi_oauth2_token SET used_at = used_at - interval '11 seconds'"
        " WHERE application_id = %s",
        [application.id],
    )
    assert refresh(http, application, first["refresh_token"]).status_code == 400
    assert not is_live(http, second)
    assert refresh(http, application, second["refresh_token"]).status_code == 400


def test_a_retry_within_seconds_is_no_replay(http, application):
    first = get_token(http, application)
    second = refresh(http, application, first["refresh_token"]).json()
    again = refresh(http, application, first["refresh_token"])
    assert again.status_code == 200
    assert again.json()["refresh_token"] == second["refresh_token"]
    assert is_live(http, second)
    assert is_live(http, again.json())


def test_refreshes_at_once(server, http, application):
    first = get_token(http, application)
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    answers = send_together(server, application, [form] * 8)
    assert {answer.status_code for answer in answers} == {200}
    tokens = [answer.json() for answer in answers]
    assert len({token["refresh_token"] for token in tokens}) == 1
    assert is_live(http, tokens[0])
    # they all belong to one family
    rows = server.sql(
        "SELECT count(DISTINCT family) FROM restapi_oauth2_token WHERE application_id = %s",
        [application.id],
    )
    assert rows == [(1,)]
    http.post(
        OAUTH2 + "/revoke",
        data={"token": tokens[0]["refresh_token"]},
        auth=(application.client_id, application.client_secret),
    )
    assert not any(is_live(http, token) for token in tokens)


def test_a_refresh_token_of_another_application(http, application, register):
    """Seen to fail without the check of the application that a refresh token belongs to."""
    other = register()
    first = get_token(http, application)
    assert refresh(http, other, first["refresh_token"]).status_code == 400
    assert refresh(http, application, first["refresh_token"]).status_code == 200


def test_the_stored_hash_is_no_secret(http, application, server):
    """Seen to fail without hashing of tokens that look like a hash."""
    code = get_code(http, application)
    token = exchange(http, application, get_code(http, application)).json()
    hashes = server.sql(
        "SELECT code_hash, refresh_hash, jti FROM restapi_oauth2_token WHERE application_id = %s",
        [application.id],
    )
    assert hashes
    for text in filter(None, [column for row in hashes for column in row]):
        assert exchange(http, application, text).status_code == 400
        assert refresh(http, application, text).status_code == 400
        assert http.get(PARTNER, token=text).status_code == 401
    ((sealed,),) = server.sql(
        "SELECT client_secret_sealed FROM restapi_application WHERE id = %s", [application.id]
    )
    stolen = application._replace(client_secret=sealed)
    assert exchange(http, stolen, code).status_code == 401
    assert is_live(http, token)
