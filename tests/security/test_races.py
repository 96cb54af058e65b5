"""Requests at the same moment that could undo each other."""

import contextlib
import hashlib
from concurrent.futures import ThreadPoolExecutor

import requests

from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_token

TOKEN = f"{OAUTH2}/access_token"
PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"


def refresh(http, application, refresh_token):
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return http.post(TOKEN, data=form, auth=(application.client_id, application.client_secret))


def test_a_family_that_is_revoked_while_a_retry_refreshes_it(server, http, register):
    """Neither sees what the other writes; the retry's token must not live all the same."""
    application = register()
    first = get_token(http, application)["refresh_token"]
    assert refresh(http, application, first).status_code == 200
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        # as `_revoke_family` does for the first row
        cursor.execute(
            "UPDATE restapi_oauth2_token SET revoked_at = now(), ends_family = refresh_hash = %s"
            " WHERE application_id = %s",
            [hashlib.sha256(first.encode()).hexdigest(), application.id],
        )
        late = refresh(http, application, first).json()
        assert http.get(PARTNER, token=late["access_token"]).status_code == 200
        connection.commit()
    assert http.get(PARTNER, token=late["access_token"]).status_code == 401
    assert refresh(http, application, late["refresh_token"]).status_code == 400


def test_refreshes_at_once_in_one_process(make_server, server, register):
    """Threads of one client may refresh together; none of them must wait for Odoo's retries."""
    threaded = make_server(db=server.db, workers=0)
    application = register()
    auth = (application.client_id, application.client_secret)
    with HttpClient(threaded.url) as http:
        first = get_token(http, application)["refresh_token"]
    form = {"grant_type": "refresh_token", "refresh_token": first}

    def send(_):
        answer = requests.post(threaded.url + TOKEN, data=form, auth=auth, timeout=60)
        return answer.status_code, answer.json().get("refresh_token")

    with ThreadPoolExecutor(16) as pool:
        ((status, successor),) = set(pool.map(send, range(16)))
    assert status == 200
    assert successor


def test_a_secret_that_changes_while_it_is_used(server, http, register):
    """Whoever has a stolen secret may ask for tokens all the time: one that is given at the moment at
    which the secret changes must not live on. Seen to fail without `generation` in `_LIVE_ROW`."""
    application = register()
    auth = (application.client_id, application.client_secret)
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        # as `action_new_secret` does
        cursor.execute(
            "UPDATE restapi_application SET generation = generation + 1, client_secret_sealed = ("
            " SELECT client_secret_sealed FROM restapi_application WHERE id <> %(id)s LIMIT 1)"
            " WHERE id = %(id)s",
            {"id": application.id},
        )
        answer = http.post(TOKEN, data={"grant_type": "client_credentials"}, auth=auth)
        late = answer.json()["access_token"]
        assert http.get(PARTNER, token=late).status_code == 200
        connection.commit()
    assert http.get(PARTNER, token=late).status_code == 401
    answer = http.post(TOKEN, data={"grant_type": "client_credentials"}, auth=auth)
    assert answer.status_code == 401
