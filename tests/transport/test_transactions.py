"""Failed requests change nothing, and Odoo's retry loop works."""

import contextlib
import threading

import pytest

from tests.harness.http import HttpClient
from tests.harness.problems import problem
from tests.harness.waiting import wait_until

API = "/restapi/1.0/object"


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Before"})


def test_an_error_after_a_write_rolls_it_back(http, token, odoo, partner):
    """Odoo refuses the second record; the first, already written, is rolled back."""
    names = odoo.call("res.partner", "search_count", [[]])
    vals = [{"name": "Kept?"}, {"name": "Its own parent", "parent_id": 999999}]
    answer = http.post(f"{API}/res.partner", token=token, json={"vals": vals})
    assert answer.status_code in (403, 404), answer.text
    assert odoo.call("res.partner", "search_count", [[]]) == names


def test_a_recursive_parent_is_refused_and_nothing_is_stored(http, token, odoo, partner):
    vals = {"name": "After", "parent_id": partner}
    answer = http.put(f"{API}/res.partner/{partner}", token=token, json={"vals": vals})
    body = problem(answer, 403)
    assert body["exception"].startswith("odoo.exceptions.")
    assert odoo.read("res.partner", partner, ["name"])["name"] == "Before"


def test_a_serialization_failure_is_retried(server, token, odoo, partner):
    """A second connection changes the record while the request waits for its lock. Seen to fail without
    passing errors to Odoo, which rolls back and retries: they are answered at once."""
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE res_partner SET ref = 'other' WHERE id = %s", [partner])
        answers = []

        def update():
            with HttpClient(server.url) as http:
                vals = {"vals": {"name": "After"}}
                answers.append(http.put(f"{API}/res.partner/{partner}", token=token, json=vals))

        request = threading.Thread(target=update)
        request.start()
        wait_until_blocked(server)
        connection.commit()
        request.join(60)
    assert answers[0].status_code == 200, answers[0].text
    row = odoo.read("res.partner", partner, ["name", "ref"])
    assert (row["name"], row["ref"]) == ("After", "other")
    assert "SERIALIZATION_FAILURE" in server.log_since_mark()


def test_a_retried_create_makes_one_record(server, token, odoo, partner):
    """The create also changes its parent's row through a stored field, which causes the conflict."""
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE res_partner SET ref = 'other' WHERE id = %s", [partner])
        answers = []
        vals = {"name": "Once", "child_ids": [[4, partner]]}

        def create():
            with HttpClient(server.url) as http:
                answers.append(http.post(f"{API}/res.partner", token=token, json={"vals": vals}))

        request = threading.Thread(target=create)
        request.start()
        wait_until_blocked(server)
        connection.commit()
        request.join(60)
    assert answers[0].status_code == 200, answers[0].text
    assert len(odoo.search("res.partner", [("name", "=", "Once")])) == 1


def wait_until_blocked(server):
    """Waits until a connection of the server waits for a lock."""
    query = (
        "SELECT 1 FROM pg_stat_activity"
        " WHERE datname = %s AND wait_event_type = 'Lock' AND state = 'active'"
    )
    wait_until(lambda: server.sql(query, [server.db]), "a request waits for the lock")
