"""Which database serves a request."""

import pytest

from tests.harness.http import HttpClient
from tests.harness.problems import problem
from tests.harness.server import fresh_database

READ = "/restapi/1.0/object/res.partner/3?fields=name"


@pytest.fixture
def two_databases(make_server, server):
    """A server of two databases, neither of which is chosen by default, and the second's name."""
    second = make_server()
    both = f"^({server.db}|{second.db})$"
    return make_server(db=server.db, extra_conf={"dbfilter": both, "db_name": False}), second.db


def test_a_token_is_valid_for_its_database_only(two_databases, server, token):
    both, second = two_databases
    with HttpClient(both.url) as http:
        body = problem(http.get(READ, token=token), 404, "no_database")
        assert "name one in the header" in body["detail"]
        wrong = http.get(READ, token=token, headers={"X-Odoo-Database": "nope"})
        body = problem(wrong, 404, "no_database")
        assert "database in the header X-Odoo-Database doesn't exist" in body["detail"]
        by_uri = {"X-Odoo-Database": "postgresql://127.0.0.1/x"}
        problem(http.get(READ, token=token, headers=by_uri), 404, "no_database")
        first = http.get(READ, token=token, headers={"X-Odoo-Database": server.db})
        assert first.status_code == 200
        other = http.get(READ, token=token, headers={"X-Odoo-Database": second})
        problem(other, 401, "invalid_token")


def test_an_invalid_database_name(make_server, server, token):
    """Without `dbfilter`, Odoo accepts any name; invalid ones must not cause an error."""
    free = make_server(db=server.db, extra_conf={"dbfilter": "", "db_name": False})
    with HttpClient(free.url) as http:
        for name in ("postgresql://127.0.0.1/x", "postgres://x", "x://"):
            answer = http.get(READ, token=token, headers={"X-Odoo-Database": name})
            problem(answer, 404, "no_database")


def test_a_database_without_the_addon(make_server, server, series, postgres_port):
    with fresh_database(series, f"{server.db}_bare", postgres_port, with_addon=False) as bare:
        both = f"^({server.db}|{bare})$"
        running = make_server(db=server.db, extra_conf={"dbfilter": both, "db_name": False})
        with HttpClient(running.url) as http:
            headers = {"X-Odoo-Database": bare, "Origin": "https://app.example.com"}
            answer = http.get(READ, token="x", headers=headers)
            problem(answer, 404, "no_database")
            assert "Access-Control-Allow-Origin" not in answer.headers
        assert " ERROR " not in running.log_text()
