"""`python3 -m dev i18n`: collects the terms of every series and updates the languages."""

from collections.abc import Sequence
from pathlib import Path

from dev import paths, process
from dev.console import say, step
from dev.database import Databases
from dev.odoo import Odoo

FOLDER = paths.ADDON / "i18n"
EXPORT = """
import base64, pathlib
module = env["ir.module.module"].search([("name", "=", "restapi")])
wizard = env["base.language.export"].create(
    {{"lang": "__new__", "format": "po", "modules": [(6, 0, module.ids)]}}
)
wizard.act_getfile()
pathlib.Path({path!r}).write_bytes(base64.b64decode(wizard.data))
"""


def export(series: str, postgres_port: int) -> Path:
    """Exports the terms that Odoo of this series finds in the addon. Returns the file."""
    databases = Databases(Odoo(series), postgres_port)
    databases.prepare_template()
    # checkouts that share .odoo have templates of their own
    name = f"i18n-{databases.template}"
    path = paths.STATE / f"{name}.pot"
    databases.odoo_run(databases.template, name, [], stdin=EXPORT.format(path=str(path)))
    return path


def update(series: Sequence[str], postgres_port: int) -> None:
    newest = Odoo(max(series, key=float))
    exports = []
    for one in sorted(series, key=float, reverse=True):
        with step(f"Odoo {one}: exporting terms"):
            exports.append(export(one, postgres_port))
    merge = paths.ROOT / "dev" / "inside" / "merge_translations.py"
    command = [newest.venv.python, merge, FOLDER, *exports]
    say(process.run(command, log="i18n", env=newest.env).strip())
