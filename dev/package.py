"""`make zip` and `make docs`: builds the addon and its documentation for users."""

import ast
import os
import subprocess
import zipfile
from pathlib import Path

from dev import database, paths, python
from dev.console import Problem, say

DIST = paths.STATE / "dist"
DOCS = paths.STATE / "docs"
# The earliest time that the format has. A fixed time makes builds reproducible.
TIMESTAMP = (1980, 1, 1, 0, 0, 0)


def version() -> str:
    manifest = ast.literal_eval((paths.ADDON / "__manifest__.py").read_text())
    return str(manifest["version"])


def make_zip() -> Path:
    """Builds the archive that users unpack into a folder of Odoo's addons path. Returns its path."""
    paths.ensure(DIST)
    target = DIST / f"restapi-{version()}.zip"
    part = target.with_suffix(".part")
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in [*database.addon_files(), paths.ROOT / "LICENSE"]:
            inside = paths.ADDON if file.is_relative_to(paths.ADDON) else paths.ROOT
            entry = zipfile.ZipInfo(f"restapi/{file.relative_to(inside)}", TIMESTAMP)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, file.read_bytes())
    part.replace(target)
    say(f"built {target}")
    return target


def make_docs() -> int:
    venv = python.Venv("docs", python.host())
    venv.prepare(paths.REQUIREMENTS / "docs.txt", "Python packages of the documentation")
    command = [str(venv.path / "bin" / "sphinx-build"), "-W", "--keep-going", "-b", "html", "-d"]
    code = subprocess.call(
        [*command, str(paths.STATE / "doctrees"), str(paths.ROOT / "docs"), str(DOCS)],
        cwd=paths.ROOT,
        env={**os.environ, "PYTHONPATH": str(paths.ROOT)},
    )
    if code:
        raise Problem("Sphinx found problems in the documentation", "fix what is listed above")
    say(f"built {DOCS / 'index.html'}")
    return 0
