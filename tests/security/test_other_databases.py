"""Tokens of another database."""

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.problems import problem
from tests.harness.rpc import OdooClient

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"
UUID = "00000000-0000-4000-8000-000000000000"
COLUMNS = "SELECT column_name FROM information_schema.columns WHERE table_name = %s"


def test_a_token_of_another_database(http, register, make_server):
    """Databases copied from one template share rows and, if there are any, keys."""
    other = make_server(workers=0)
    token = get_token(http, register())["access_token"]
    with HttpClient(other.url) as other_http:
        problem(other_http.get(PARTNER, token=token), 401, "invalid_token")
        # even when the other database has keys and tokens of its own
        admin = OdooClient(other.url, other.db)
        own = get_token(other_http, make_application(admin, admin.uid))["access_token"]
        assert other_http.get(PARTNER, token=own).status_code == 200
        problem(other_http.get(PARTNER, token=token), 401, "invalid_token")
    problem(http.get(PARTNER, token=own), 401, "invalid_token")


def copy_rows(source, target, table, where):
    columns = [name for (name,) in source.sql(COLUMNS, [table])]
    names, marks = ", ".join(columns), ", ".join(["%s"] * len(columns))
    rows = source.sql(f"SELECT {names} FROM {table} WHERE {where} ORDER BY id")
    assert rows
    for row in rows:
        target.sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", row)


def test_a_copy_of_the_database_with_its_keys(http, register, server, make_server):
    """A copy like those of Odoo's database manager: with rows and keys, but with another UUID. Here the rows
    have that UUID, too, so only the token itself differs. Seen to fail without the database's own audience."""
    application = register()
    token = get_token(http, application)["access_token"]
    other = make_server(workers=0)
    copy_rows(server, other, "restapi_signing_key", "true")
    copy_rows(server, other, "restapi_application", f"id = {application.id}")
    copy_rows(server, other, "restapi_oauth2_token", f"application_id = {application.id}")
    other.sql("UPDATE ir_config_parameter SET value = %s WHERE key = 'database.uuid'", [UUID])
    for table in ("restapi_application", "restapi_signing_key"):
        other.sql(f"UPDATE {table} SET database_uuid = %s", [UUID])
    other.restart()
    with HttpClient(other.url) as other_http:
        problem(other_http.get(PARTNER, token=token), 401, "invalid_token")
    assert http.get(PARTNER, token=token).status_code == 200
