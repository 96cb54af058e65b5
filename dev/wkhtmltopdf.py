"""wkhtmltopdf, with which Odoo prints PDF: the installed one, or a build with patched Qt from PyPI.

Without the patches, PDFs have no headers and footers, and Odoo can't print several records at once.
Debian's build is unpatched; the one on PyPI exists for x86_64 only.
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
    suite="bookworm",  # the last release with this program
    packages=["wkhtmltopdf"],
    binary="usr/bin/wkhtmltopdf",
    env={"QT_QPA_PLATFORM": "offscreen", "QT_PLUGIN_PATH": "{lib}/qt5/plugins"},
)
BUILDS = [PATCHED, UNPATCHED] if _HAS_PATCHED else [UNPATCHED]


def prepare() -> None:
    """Makes sure that Odoo finds a build."""
    if shutil.which("wkhtmltopdf"):
        return
    if not apt.available():
        say("wkhtmltopdf is missing, so PDF reports will answer 503. Install it to print them.")
        return
    _prepare(BUILDS[0])


def prepare_builds() -> None:
    """Prepares all builds, for the tests."""
    for build in BUILDS:
        _prepare(build)


def _prepare(build: inplace.Program) -> None:
    if build is PATCHED:
        _VENV.prepare(paths.REQUIREMENTS / "wkhtmltopdf.txt", "wkhtmltopdf")
    build.prepare()
