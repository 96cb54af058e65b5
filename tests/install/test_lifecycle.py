"""Pitfall 35: the addon installs, updates and uninstalls without a warning, and leaves nothing."""

import contextlib
import os
import re
import zipfile

import psycopg2
import pytest

from dev import package
from dev.database import Databases
from dev.odoo import Odoo

LOUD = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) .*", re.MULTILINE)
UNINSTALL = """
env["ir.config_parameter"].set_param("restapi.cors_origins", "https://app.example.com")
env.cr.commit()
env["ir.module.module"].search([("name", "=", "restapi")]).button_immediate_uninstall()
env.cr.commit()
"""
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


@pytest.fixture
def installed(series, postgres_port):
    """Databases of this series, and the name of one with the addon in use."""
    databases = Databases(Odoo(series), postgres_port)
    databases.prepare_template()
    name = f"test_lifecycle_{series.replace('.', '_')}_{os.getpid()}"
    databases.copy(databases.template, name)
    yield databases, name
    databases.drop(name)


# 14.0's own, when it finds a wkhtmltopdf under Python 3.9.
ODOOS_OWN = "distutils Version classes are deprecated"


def warnings(log):
    return [line for line in LOUD.findall(log) if ODOOS_OWN not in line]


def rows(databases, name, query):
    with (
        contextlib.closing(psycopg2.connect(**databases.connection(name))) as connection,
        connection.cursor() as cursor,
    ):
        cursor.execute(query)
        return cursor.fetchall()


def test_pitfall_35_install_update_uninstall(installed):
    databases, name = installed
    copy = f"{name}_new"
    databases.copy(databases.bare, copy)
    try:
        install = ["-i", "restapi", "--stop-after-init"]
        assert not warnings(databases.odoo_run(copy, f"install-{copy}", install))
    finally:
        databases.drop(copy)

    for arguments in (
        ["-u", "restapi", "--stop-after-init"],
        ["-u", "restapi", "--stop-after-init", "--dev=xml"],
    ):
        assert not warnings(databases.odoo_run(name, f"update-{name}", arguments))

    assert not warnings(databases.odoo_run(name, f"uninstall-{name}", [], stdin=UNINSTALL))
    assert {trace: rows(databases, name, query) for trace, query in TRACES.items()} == {
        trace: [] for trace in TRACES
    }


def test_the_archive_of_make_zip_installs(series, postgres_port, tmp_path, monkeypatch):
    """What users unpack into their addons path, with nothing of the checkout at hand."""
    monkeypatch.setattr(package, "DIST", tmp_path)
    zipfile.ZipFile(package.make_zip()).extractall(tmp_path)
    odoo = Odoo(series)
    databases = Databases(odoo, postgres_port)
    name = f"test_zip_{series.replace('.', '_')}_{os.getpid()}"
    databases.copy(databases.bare, name)
    try:
        log = databases.odoo_run(
            name,
            f"install-{name}",
            ["-i", "restapi", "--stop-after-init"],
            options={"addons_path": f"{odoo.own_addons_path},{tmp_path}"},
        )
        assert not warnings(log)
        state = rows(databases, name, "SELECT state FROM ir_module_module WHERE name = 'restapi'")
        assert state == [("installed",)]
    finally:
        databases.drop(name)
