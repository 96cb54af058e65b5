"""The addon installs, updates and uninstalls without warnings, and leaves nothing behind."""

import contextlib
import json
import os
import re
import zipfile
from dataclasses import dataclass

import psycopg2
import pytest

from dev import package
from dev.database import Databases
from dev.odoo import Odoo
from tests.harness.odoo_log import warnings

# each test starts Odoo several times
pytestmark = pytest.mark.timeout(600)

UNINSTALL = """
env["ir.config_parameter"].set_param("restapi.cors_origins", "https://app.example.com")
env.cr.commit()
env["ir.module.module"].search([("name", "=", "restapi")]).button_immediate_uninstall()
env.cr.commit()
"""
APPLICATION = """
env["restapi.application"].create({"name": "From before", "user_id": env.ref("base.user_admin").id})
env.cr.commit()
"""
# Changes that a newer version makes: columns, empty and with a default, a constraint, and the
# application of the API explorer.
OLDER = (
    "ALTER TABLE restapi_application DROP COLUMN rsa_public_key, DROP COLUMN refresh_token_lifetime",
    "ALTER TABLE restapi_nonce DROP CONSTRAINT restapi_nonce_key_uniq",
    "DELETE FROM ir_model_data WHERE module = 'restapi' AND name = 'explorer_application'",
    "DELETE FROM restapi_application WHERE name = 'API explorer'",
    "UPDATE ir_module_module SET latest_version = '{series}.0.9.0' WHERE name = 'restapi'",
)
PEOPLE = """
groups = "group_ids" if "group_ids" in env["res.users"]._fields else "groups_id"
for login, group, active in (
    ("old-admin", "base.group_system", True),
    ("archived-admin", "base.group_system", False),
    ("archived", "base.group_user", False),
    ("archived-portal", "base.group_portal", False),
):
    vals = {"name": login, "login": login, groups: [(6, 0, [env.ref(group).id])]}
    user = env["res.users"].with_context(no_reset_password=True).create(vals)
    user.active = active
env.cr.commit()
"""
MEMBERS = """
import json
users = env["res.users"].with_context(active_test=False).search([])
print("MEMBERS " + json.dumps([
    users.filtered(lambda user: user.has_group(group)).mapped("login")
    for group in ("base.group_system", "restapi.group_manager")
]))
"""
USERS = "SELECT id, login, active, password, partner_id FROM res_users ORDER BY id"
TRACES = {
    "tables": "SELECT tablename FROM pg_tables WHERE tablename LIKE 'restapi%'",
    "views": "SELECT viewname FROM pg_views WHERE viewname LIKE 'restapi%'",
    "models": "SELECT model FROM ir_model WHERE model LIKE 'restapi%'",
    "fields": "SELECT model, name FROM ir_model_fields WHERE name LIKE '%restapi%'",
    "external ids": "SELECT name FROM ir_model_data WHERE module = 'restapi'",
    "parameters": "SELECT key FROM ir_config_parameter WHERE key LIKE 'restapi%'",
    "columns": "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE column_name LIKE '%restapi%'",
}


def rows(databases, name, query):
    with (
        contextlib.closing(psycopg2.connect(**databases.connection(name))) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(query)
        return cursor.fetchall()


def test_update_from_files_and_uninstall(installed):
    """Other tests install, and update as usual. Seen to fail without the hook that deletes the parameters."""
    databases, name = installed
    arguments = ["-u", "restapi", "--stop-after-init", "--dev=xml"]
    assert not warnings(databases.odoo_run(name, f"update-{name}", arguments))
    assert not warnings(databases.odoo_run(name, f"uninstall-{name}", [], stdin=UNINSTALL))
    assert {trace: rows(databases, name, query) for trace, query in TRACES.items()} == {
        trace: [] for trace in TRACES
    }


def test_an_upgrade_from_an_older_version(installed, series):
    """Seen to fail without the constraint that a nonce works once."""
    databases, name = installed
    databases.odoo_run(name, f"shell-{name}", [], stdin=APPLICATION)
    is_older = "WHERE name = 'From before'"
    kept = f"SELECT id, name, client_id, client_secret_sealed FROM restapi_application {is_older}"
    before = rows(databases, name, kept)
    databases.sql(*(statement.format(series=series) for statement in OLDER), database=name)

    update = ["-u", "restapi", "--stop-after-init"]
    assert not warnings(databases.odoo_run(name, f"update-{name}", update))
    assert rows(databases, name, kept) == before
    added = f"SELECT refresh_token_lifetime, rsa_public_key FROM restapi_application {is_older}"
    assert rows(databases, name, added) == [(30 * 24 * 3600, None)]
    explorer = """SELECT kind, active FROM restapi_application JOIN ir_model_data
        ON res_id = restapi_application.id AND module = 'restapi'
       AND ir_model_data.name = 'explorer_application' AND noupdate"""
    assert rows(databases, name, explorer) == [("public", True)]
    constraint = "SELECT contype FROM pg_constraint WHERE conname = 'restapi_nonce_key_uniq'"
    assert rows(databases, name, constraint) == [("u",)]
    version = "SELECT latest_version FROM ir_module_module WHERE name = 'restapi'"
    assert rows(databases, name, version) == [(f"{series}.{package.version()}",)]


@dataclass
class Fresh:
    """A database in which the addon was just installed.

    :param log: what Odoo logged meanwhile
    :param before: the users before the installation
    """

    databases: Databases
    name: str
    log: str
    before: list[tuple[object, ...]]


@pytest.fixture(scope="module")
def fresh(series, postgres_port, tmp_path_factory):
    """Installed from the archive that users unpack into their addons path, without the rest of the checkout,
    in a database with all kinds of users."""
    folder = tmp_path_factory.mktemp("addons")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(package, "DIST", folder)
        zipfile.ZipFile(package.make_zip()).extractall(folder)
    odoo = Odoo(series)
    databases = Databases(odoo, postgres_port)
    databases.prepare_template()
    name = f"test_fresh_{series.replace('.', '_')}_{os.getpid()}"
    databases.copy(databases.bare, name)
    try:
        databases.odoo_run(name, f"shell-{name}", [], stdin=PEOPLE)
        before = rows(databases, name, USERS)
        install = ["-i", "restapi", "--stop-after-init"]
        options = {"addons_path": f"{odoo.own_addons_path},{folder}"}
        log = databases.odoo_run(name, f"install-{name}", install, options=options)
        yield Fresh(databases, name, log, before)
    finally:
        databases.drop(name)


def test_the_archive_of_make_zip_installs(fresh):
    assert not warnings(fresh.log)
    state = "SELECT state FROM ir_module_module WHERE name = 'restapi'"
    assert rows(fresh.databases, fresh.name, state) == [("installed",)]


def test_existing_users(fresh):
    """Administrators of the server manage applications, too, even if archived; other users don't. Seen to
    fail without the limit of the managers' group to administrators: all employees get it."""
    databases, name = fresh.databases, fresh.name
    assert rows(databases, name, USERS) == fresh.before
    output = databases.odoo_run(name, f"shell-{name}", [], stdin=MEMBERS)
    (printed,) = re.findall(r"MEMBERS (\[.*\])", output)
    administrators, managers = json.loads(printed)
    assert {"old-admin", "archived-admin"} <= set(administrators)
    assert set(managers) == set(administrators)


PORTAL_VIEWS = """
    SELECT name FROM ir_model_data
     WHERE module = 'restapi' AND model = 'ir.ui.view' AND name LIKE 'portal%'
     ORDER BY name
"""
WITHOUT_PORTAL = """
env["ir.module.module"].search([("name", "=", "portal")]).button_immediate_uninstall()
env.cr.commit()
"""


def test_the_portal_comes_and_goes(series, postgres_port, has):
    """The addon does not depend on the portal, but adds links to it where it is installed."""
    databases = Databases(Odoo(series), postgres_port)
    name = f"test_portal_{series.replace('.', '_')}_{os.getpid()}"
    options = {} if databases.odoo.recipe.demo_options else {"without_demo": "all"}
    try:
        for module, views in (
            ("restapi", []),
            (
                "portal",
                [
                    ("portal_home_card",),
                    ("portal_home_card_attributes",),
                    ("portal_home_list",),
                    *([("portal_security",)] if has("/my/security") else []),
                ],
            ),
        ):
            arguments = ["-i", module, "--stop-after-init"]
            log = databases.odoo_run(name, f"install-{name}", arguments, options=options)
            assert not warnings(log)
            assert rows(databases, name, PORTAL_VIEWS) == views
        log = databases.odoo_run(name, f"uninstall-{name}", [], stdin=WITHOUT_PORTAL)
        assert not warnings(log)
        assert rows(databases, name, PORTAL_VIEWS) == []
        installed = "SELECT name FROM ir_module_module WHERE state = 'installed'"
        assert ("restapi",) in rows(databases, name, installed)
    finally:
        databases.drop(name)
