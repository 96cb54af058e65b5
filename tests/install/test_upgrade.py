"""Clients' credentials survive a migration of the database from an earlier series.

Migrations of Odoo (with OpenUpgrade or Odoo's own service) carry an addon's tables over unchanged, then
update the addon with `-u`. To reproduce that, the addon's tables are taken from a database of the earliest
available series and replace those in a database of this series.
"""

import contextlib
import io
import os
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

import psycopg2
import pytest

from dev.odoo import Odoo, available
from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, REDIRECT_URI, Application, get_token, make_application
from tests.harness.oauth1 import Consumer
from tests.harness.odoo_log import warnings
from tests.harness.problems import problem
from tests.harness.rpc import OdooClient, User
from tests.harness.server import Server, fresh_database
from tests.harness.visitor import Visitor

# starts Odoo five times
pytestmark = pytest.mark.timeout(600)

PARTNER = "/restapi/1.0/object/res.partner/3?fields=id"
TABLES = """
    SELECT relname FROM pg_class
     WHERE relname LIKE 'restapi%' AND relkind = 'r' AND relnamespace = 'public'::regnamespace
  ORDER BY relname
"""
VIEWS = TABLES.replace("relkind = 'r'", "relkind = 'v'")
COLUMNS = """
    SELECT attname, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute
     WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped
  ORDER BY attnum
"""
ADMINISTRATOR = User(id=2, login="admin", password="admin", name="", partner_id=3)
# System parameters that a migration keeps.
PARAMETERS = ("database.uuid", "database.secret")


class Credentials(NamedTuple):
    """The credentials that clients of the earlier database hold.

    :param granted: the token of an application that the administrator has allowed
    :param archived: the token of an application that has been archived
    """

    machine: Application
    token: dict[str, str]
    signed: dict[str, str]
    granted: dict[str, str]
    archived: dict[str, str]


@pytest.fixture
def earlier(request: pytest.FixtureRequest, series: str) -> str:
    """The earliest series of this run, or 14.0, which can always be had."""
    chosen = request.config.getoption("--series") or available()
    first = min({"14.0", *chosen}, key=float)
    if series == first:
        pytest.skip(f"Odoo {series} is the earliest series of this run: none to migrate from")
    Odoo(first).prepare()
    return first


@pytest.fixture
def credentials_before(earlier: str, postgres_port: int) -> Iterator[tuple[Server, Credentials]]:
    name = f"test_earlier_{earlier.replace('.', '_')}_{os.getpid()}"
    with (
        fresh_database(earlier, name, postgres_port),
        Server(earlier, name, postgres_port) as server,
        HttpClient(server.url) as http,
    ):
        odoo = OdooClient(server.url, name, "admin", "admin")
        machine = make_application(odoo, odoo.uid)
        archived = make_application(odoo, odoo.uid)
        credentials = Credentials(
            machine,
            get_token(http, machine, redirect_uri=REDIRECT_URI),
            Consumer(http, machine).authorized(),
            granted(http, server, make_application(odoo, odoo.uid, name="Shop", kind="web")),
            get_token(http, archived, redirect_uri=REDIRECT_URI),
        )
        odoo.write("restapi.application", archived.id, {"active": False})
        yield server, credentials


def granted(http: HttpClient, server: Server, application: Application) -> dict[str, str]:
    """The token of an application that the administrator allows on the consent page."""
    with Visitor(server.url) as visitor:
        visitor.sign_in(ADMINISTRATOR)
        form = {**visitor.form(application), "decision": "allow"}
        answer = visitor.post(f"{OAUTH2}/authorize", data=form)
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    form = {
        "grant_type": "authorization_code",
        "code": query["code"][0],
        "redirect_uri": REDIRECT_URI,
    }
    auth = (application.client_id, application.client_secret)
    token: dict[str, str] = http.post(f"{OAUTH2}/access_token", data=form, auth=auth).json()
    return token


def carry_over(source: Server, target: Server) -> None:
    """Copies the addon's tables without constraints and indexes, which the update must create again."""
    with (
        contextlib.closing(source.connect()) as old,
        contextlib.closing(target.connect()) as new,
        old.cursor() as before,
        new.cursor() as after,
    ):
        for query, kind in ((VIEWS, "VIEW"), (TABLES, "TABLE")):
            after.execute(query)
            for (name,) in after.fetchall():
                after.execute(f"DROP {kind} IF EXISTS {name} CASCADE")
        before.execute(TABLES)
        for (name,) in before.fetchall():
            _copy_table(before, after, name)
        for key in PARAMETERS:
            before.execute("SELECT value FROM ir_config_parameter WHERE key = %s", [key])
            value = before.fetchone()
            after.execute("UPDATE ir_config_parameter SET value = %s WHERE key = %s", [*value, key])
        before.execute("SELECT id, restapi_generation FROM res_users")
        for user_id, generation in before.fetchall():
            after.execute(
                "UPDATE res_users SET restapi_generation = %s WHERE id = %s", [generation, user_id]
            )
        new.commit()


def _copy_table(
    before: "psycopg2.extensions.cursor", after: "psycopg2.extensions.cursor", name: str
) -> None:
    before.execute(COLUMNS, [name])
    columns = [
        f"{column} {'serial PRIMARY KEY' if column == 'id' else kind}{' NOT NULL' * is_required}"
        for column, kind, is_required in before.fetchall()
    ]
    after.execute(f"CREATE TABLE {name} ({', '.join(columns)})")
    rows = io.BytesIO()
    before.copy_expert(f"COPY {name} TO STDOUT", rows)
    rows.seek(0)
    after.copy_expert(f"COPY {name} FROM STDIN", rows)
    if any(column.startswith("id ") for column in columns):
        after.execute(f"SELECT setval('{name}_id_seq', COALESCE(MAX(id), 0) + 1) FROM {name}")


def test_tokens_secrets_and_grants_work_after_a_migration(
    credentials_before, series, postgres_port
):
    source, credentials = credentials_before
    name = f"test_migrated_{series.replace('.', '_')}_{os.getpid()}"
    with fresh_database(series, name, postgres_port):
        target = Server(series, name, postgres_port)
        carry_over(source, target)
        update = ["-u", "restapi", "--stop-after-init"]
        assert not warnings(target.databases.odoo_run(name, f"update-{name}", update))
        with target, HttpClient(target.url) as http:
            check_credentials(http, credentials)
            odoo = OdooClient(target.url, name, "admin", "admin")
            (grant,) = odoo.search("restapi.grant", [])
            assert odoo.read("restapi.grant", grant, ["name"])["name"] == "Shop"
            odoo.call("restapi.grant", "action_revoke", [[grant]])
            problem(
                http.get(PARTNER, token=credentials.granted["access_token"]), 401, "invalid_token"
            )


def check_credentials(http: HttpClient, credentials: Credentials) -> None:
    assert http.get(PARTNER, token=credentials.token["access_token"]).status_code == 200
    assert http.get(PARTNER, token=credentials.granted["access_token"]).status_code == 200
    signed = Consumer(http, credentials.machine).send("GET", PARTNER, credentials.signed)
    assert signed.status_code == 200
    problem(http.get(PARTNER, token=credentials.archived["access_token"]), 401, "invalid_token")
    auth = (credentials.machine.client_id, credentials.machine.client_secret)
    form = {"grant_type": "refresh_token", "refresh_token": credentials.token["refresh_token"]}
    renewed = http.post(f"{OAUTH2}/access_token", data=form, auth=auth)
    assert renewed.status_code == 200, renewed.text
    assert http.get(PARTNER, token=renewed.json()["access_token"]).status_code == 200
    fresh = http.post(
        f"{OAUTH2}/access_token", data={"grant_type": "client_credentials"}, auth=auth
    )
    assert fresh.status_code == 200, fresh.text
    wrong = (credentials.machine.client_id, "x")
    form = {"grant_type": "client_credentials"}
    assert http.post(f"{OAUTH2}/access_token", data=form, auth=wrong).status_code == 401
