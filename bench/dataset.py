"""The database of the benchmark: created once as a template, and copied for each run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import stamp
from dev.console import step
from dev.database import Databases
from dev.odoo import Odoo

SCRIPT = Path(__file__).parent / "inside" / "dataset.py"


def template(databases: Databases) -> str:
    """Creates the template with the addon and 20,000 partners if needed. Returns its name."""
    databases.prepare_template()
    name = f"restapi_bench_{databases.odoo.slug}"
    keys = databases.keys()
    key = stamp.digest(keys[databases.template], SCRIPT.read_text())
    if keys.get(name) != key:
        with step(f"Odoo {databases.odoo.series}: creating 20,000 partners"):
            databases.copy(databases.template, name)
            databases.odoo_run(name, f"shell-{name}", [], stdin=SCRIPT.read_text())
            databases.sql("VACUUM ANALYZE", database=name)
            databases.set_key(name, key)
    return name


@contextmanager
def copy(odoo: Odoo, postgres_port: int) -> Iterator[str]:
    """Yields the name of a copy for one run, and drops it afterwards."""
    databases = Databases(odoo, postgres_port)
    source = template(databases)
    name = f"{source}_run"
    databases.copy(source, name)
    try:
        yield name
    finally:
        databases.drop(name)
