"""Requests at the same moment that could undo each other."""

import contextlib
import threading
import time

from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_token

TOKEN = f"{OAUTH2}/access_token"


def refresh(http, application, refresh_token):
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
    return http.post(TOKEN, data=form, auth=(application.client_id, application.client_secret))


def wait_until_blocked(server):
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if server.sql(
            "SELECT 1 FROM pg_stat_activity WHERE datname = %s AND wait_event_type = 'Lock'",
            [server.db],
        ):
            return
        time.sleep(0.02)


def test_pitfall_26_a_family_that_is_revoked_while_a_retry_refreshes_it(server, http, register):
    """Seen to fail without the second write of a used row (`_mark_used`): the retry's token belongs
    to the revoked family, and lives."""
    application = register()
    first = get_token(http, application)["refresh_token"]
    assert refresh(http, application, first).status_code == 200
    answers = []

    def retry():
        with HttpClient(server.url) as other:
            answers.append(refresh(other, application, first))

    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(
            "UPDATE restapi_oauth2_token SET revoked_at = now() WHERE application_id = %s",
            [application.id],
        )
        request = threading.Thread(target=retry)
        request.start()
        wait_until_blocked(server)
        connection.commit()
        request.join(60)
    (answer,) = answers
    assert (answer.status_code, answer.json().get("error")) == (400, "invalid_grant")
    live = server.sql(
        "SELECT 1 FROM restapi_oauth2_token WHERE application_id = %s AND revoked_at IS NULL",
        [application.id],
    )
    assert live == []
