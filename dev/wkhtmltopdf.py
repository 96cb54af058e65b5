"""wkhtmltopdf, which Odoo prints PDF with: the machine's, else that of Debian 12, the last to carry it."""

import shutil

from dev import apt, inplace
from dev.console import say

PROGRAM = inplace.Program(
    name="wkhtmltopdf",
    suite="bookworm",
    packages=["wkhtmltopdf"],
    binary="usr/bin/wkhtmltopdf",
    env={"QT_QPA_PLATFORM": "offscreen", "QT_PLUGIN_PATH": "{lib}/qt5/plugins"},
)


def prepare() -> None:
    if shutil.which("wkhtmltopdf"):
        return
    if apt.available():
        PROGRAM.prepare()
    else:
        say("There is no wkhtmltopdf: reports as PDF will answer 503. Install it to have them.")
