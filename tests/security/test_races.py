"""Concurrent requests that could undo each other."""

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


def test_a_family_revoked_during_a_retry(server, http, register):
    """Neither transaction sees the other's changes, but the retry's token must not survive."""
    application = register()
    first = get_token(http, application)["refresh_token"]
    assert refresh(http, application, first).status_code == 200
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        # as `_revoke_family` does with the first row
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
    """Threads of one client may refresh at once; none may wait for Odoo's retries."""
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


def test_a_secret_that_changes_during_its_use(server, http, register):
    """With a stolen secret, one can request tokens all the time. A token given while the secret changes must
    not stay valid. Seen to fail without `generation` in `_LIVE_ROW`."""
    application = register()
    auth = (application.client_id, application.client_secret)
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        # as in `action_new_secret`
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
