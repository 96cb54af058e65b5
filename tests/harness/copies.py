"""Copies of a database, made in the ways that people make them."""

import re
from collections.abc import Callable

from dev import paths, process
from dev import server as dev_server
from tests.harness.features import has
from tests.harness.server import Server

HOWTO = paths.ROOT / "docs" / "howto" / "databases.rst"
NEUTRALIZE = paths.ADDON / "data" / "neutralize.sql"
DUPLICATE = """
from odoo.service import db
from odoo.tools import config

config["list_db"] = True
db.exp_duplicate_database({source!r}, {target!r})
"""


def documented_sql() -> str:
    """The SQL that the documentation says to run in a copy made by PostgreSQL."""
    found = re.search(r"-c \"(UPDATE ir_config_parameter .+?)\"", HOWTO.read_text())
    assert found
    return found.group(1)


def duplicate(original: Server, target: str) -> None:
    """Uses Odoo's database manager, which 16.0 and later also have as a command."""
    if has(original.series, "the db command"):
        _odoo(original, target, "db", "duplicate", original.db, target)
    else:
        script = DUPLICATE.format(source=original.db, target=target)
        databases = original.databases
        databases.odoo_run(databases.bare, f"duplicate-{target}", [], stdin=script)


def raw(original: Server, target: str) -> None:
    """Uses PostgreSQL, then the documented SQL."""
    original.databases.copy(original.db, target)
    original.databases.sql(documented_sql(), database=target)


def neutralized(original: Server, target: str) -> None:
    """Uses PostgreSQL and keeps the UUID; then neutralizes with Odoo's command or, before 16.0, by hand."""
    original.databases.copy(original.db, target)
    if has(original.series, "neutralize"):
        _odoo(original, target, "neutralize")
    else:
        original.databases.sql(NEUTRALIZE.read_text(), database=target)


def _odoo(original: Server, target: str, command: str, *arguments: str) -> None:
    databases, log = original.databases, f"{command}-{target}"
    settings = {} if command == "db" else {"db_name": target}
    config = dev_server.write_config(databases.odoo, log, databases.postgres_port, settings)
    process.run(
        databases.odoo.command(command, "--config", str(config), *arguments),
        log=log,
        env={**databases.odoo.env, **dev_server.environment()},
    )


KINDS: dict[str, Callable[[Server, str], None]] = {
    "duplicate": duplicate,
    "raw": raw,
    "neutralized": neutralized,
}
