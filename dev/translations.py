"""`python3 -m dev i18n`: the terms to translate, from every series, and the languages brought up to date."""

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
    """What Odoo of this series finds to translate in the addon."""
    databases = Databases(Odoo(series), postgres_port)
    databases.prepare_template()
    # another checkout that shares our folder has a template of its own
    name = f"i18n-{databases.template}"
    path = paths.STATE / f"{name}.pot"
    databases.odoo_run(databases.template, name, [], stdin=EXPORT.format(path=str(path)))
    return path


def update(series: Sequence[str], postgres_port: int) -> None:
    newest = Odoo(max(series, key=float))
    exports = []
    for one in sorted(series, key=float, reverse=True):
        with step(f"Odoo {one}: terms to translate"):
            exports.append(export(one, postgres_port))
    merge = paths.ROOT / "dev" / "inside" / "merge_translations.py"
    command = [newest.venv.python, merge, FOLDER, *exports]
    say(process.run(command, log="i18n", env=newest.env).strip())
