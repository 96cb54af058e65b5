"""wkhtmltopdf, which Odoo prints PDF with: the machine's, else one made with Qt's patches.

Odoo asks for those patches: without them there are no headers and footers, and several records are
not printed in one go. Debian's program has none; the one on PyPI is for x86_64 only.
"""

import os
import shutil

from dev import apt, inplace, paths, python
from dev.console import say

_VENV = python.Venv("wkhtmltopdf", python.host())
_HAS_PATCHED = os.uname().machine == "x86_64"

PATCHED = inplace.Program(
    name="wkhtmltopdf",
    suite="bookworm",
    packages=[
        "libfontconfig1",
        "libfreetype6",
        "libstdc++6",
        "libx11-6",
        "libxext6",
        "libxrender1",
    ],
    binary=str(_VENV.path / "bin" / "wkhtmltopdf-pack"),
)
UNPATCHED = inplace.Program(
    name="wkhtmltopdf-debian" if _HAS_PATCHED else "wkhtmltopdf",
    suite="bookworm",  # the last with this program
    packages=["wkhtmltopdf"],
    binary="usr/bin/wkhtmltopdf",
    env={"QT_QPA_PLATFORM": "offscreen", "QT_PLUGIN_PATH": "{lib}/qt5/plugins"},
)
BUILDS = [PATCHED, UNPATCHED] if _HAS_PATCHED else [UNPATCHED]


def prepare() -> None:
    """One that Odoo finds."""
    if shutil.which("wkhtmltopdf"):
        return
    if not apt.available():
        say("There is no wkhtmltopdf: reports as PDF will answer 503. Install it to have them.")
        return
    _prepare(BUILDS[0])


def prepare_builds() -> None:
    """Both, for the tests."""
    for build in BUILDS:
        _prepare(build)


def _prepare(build: inplace.Program) -> None:
    if build is PATCHED:
        _VENV.prepare(paths.REQUIREMENTS / "wkhtmltopdf.txt", "wkhtmltopdf")
    build.prepare()
