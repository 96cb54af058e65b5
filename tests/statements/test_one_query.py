"""Authentication is one indexed query: no password hash, no session, no write.

PostgreSQL's own log counts: a request that is refused right after its sign-in is compared with one that
needs no sign-in.
"""

import json
import re

import pytest

from tests.harness.problems import problem
from tests.harness.statements import recorded

UNSIGNED = "/.well-known/oauth-authorization-server"
REFUSED = "/restapi/1.0/object/res.partner/search?nonsense=1"
READ = "/restapi/1.0/object/res.partner/3?fields=name"
WRITING = re.compile(r"\s*(INSERT|UPDATE|DELETE)")
MANY = 20_000


def refused(caller, client):
    problem(caller.send(client, "GET", REFUSED), 400, "unknown_parameter")


def statements(server, send):
    """One signed request in a hundred also deletes expired nonces, but not three of them in a row."""
    for _ in range(3):
        with recorded(server) as found:
            send()
        if not found.naming("DELETE FROM restapi_nonce"):
            break
    return found


def authentication(logged, caller, client):
    """The statements that sign-in adds to a request; its first use has already been recorded."""
    for _ in range(3):
        refused(caller, client)
        assert client.get(UNSIGNED).status_code == 200
    without = statements(logged, lambda: client.get(UNSIGNED))
    found = statements(logged, lambda: refused(caller, client))
    for statement in without:
        found.remove(statement)
    return found


def test_a_bearer_token_is_one_query(logged, caller, client):
    """A signed request of OAuth 1.0a has one more, for its nonce."""
    found = authentication(logged, caller, client)
    live, *others = found
    assert caller.table in live
    if caller.protocol == "oauth1":
        (nonce,) = others
        assert nonce.strip().startswith("INSERT INTO restapi_nonce")
    else:
        assert others == []
    assert not WRITING.match(live)
    assert not re.search(r"password|apikeys|session", "\n".join(found))


def test_a_read_writes_nothing(logged, caller, client):
    for _ in range(3):
        assert caller.send(client, "GET", READ).status_code == 200
    before = logged.session_files
    found = statements(logged, lambda: caller.send(client, "GET", READ))
    assert len(found.naming(caller.table)) == 1
    writing = [statement for statement in found if WRITING.match(statement)]
    assert len(writing) == len(found.naming("restapi_nonce"))
    assert logged.session_files == before


def test_invalid_tokens_cost_no_query(logged, client, application):
    assert client.get(UNSIGNED).status_code == 200
    assert client.get(READ, token="a.b.c").status_code == 401
    assert statements(logged, lambda: client.get(READ, token="a.b.c")) == []


# ---- indexes


def copies(server, table, row, unique, count=MANY):
    """Makes many copies of a row; `unique` has the columns that differ, with SQL expressions."""
    columns = [
        name
        for (name,) in server.sql(
            "SELECT column_name FROM information_schema.columns"
            " WHERE table_name = %s AND column_name <> 'id'",
            [table],
        )
    ]
    values = [unique.get(name, f'"{name}"') for name in columns]
    names = ", ".join(f'"{name}"' for name in columns)
    server.sql(
        f"INSERT INTO {table} ({names}) SELECT {', '.join(values)}"
        f" FROM {table}, generate_series(1, {count}) AS n WHERE id = {row}"
    )


@pytest.fixture
def full(logged, logged_odoo, caller):
    """Adds thousands of users, applications and tokens, and updates PostgreSQL's statistics."""
    digest = "md5(n::text || random()::text)"
    application = caller.application.id
    copies(logged, "res_users", logged_odoo.uid, {"login": digest})
    copies(logged, "restapi_application", application, {"client_id": digest})
    [[token]] = logged.sql(
        f"SELECT max(id) FROM {caller.table} WHERE application_id = %s", [application]
    )
    unique = ["token_hash", "jti", "family", "code_hash", "refresh_hash"]
    copies(logged, caller.table, token, dict.fromkeys(unique, digest))
    logged.sql(f"ANALYZE res_users, restapi_application, {caller.table}")


def nodes(plan):
    yield plan
    for child in plan.get("Plans", ()):
        yield from nodes(child)


def test_the_query_uses_indexes(logged, caller, client, full):
    """Seen to fail with a join of applications and users: all these applications belong to one user, and
    PostgreSQL scanned the users up to that one."""
    live = authentication(logged, caller, client)[0]
    [[[plan]]] = logged.sql("EXPLAIN (ANALYZE, FORMAT JSON) " + live)
    scans = [node for node in nodes(plan["Plan"]) if "Scan" in node["Node Type"]]
    tables = {scan["Relation Name"] for scan in scans if "Relation Name" in scan}
    assert tables >= {caller.table, "restapi_application", "res_users"}
    for scan in scans:
        assert scan["Node Type"] != "Seq Scan", json.dumps(plan, indent=1)
        rows = scan["Actual Rows"] + scan.get("Rows Removed by Filter", 0)
        assert rows <= 2, json.dumps(plan, indent=1)


def test_a_full_table_needs_no_more_queries(logged, caller, client, full):
    found = authentication(logged, caller, client)
    assert len(found) == (2 if caller.protocol == "oauth1" else 1)
