"""PHP for the documentation's examples: the machine's, else Debian's, unpacked and run as ourselves."""

import shutil
from pathlib import Path

from dev import apt, inplace
from dev.console import Problem

PROGRAM = inplace.Program(
    name="php", suite="bookworm", packages=["php8.2-cli"], binary="usr/bin/php8.2"
)


def path() -> Path:
    """What to start; `prepare` has made it."""
    found = shutil.which("php")
    return Path(found) if found else PROGRAM.wrapper


def prepare() -> None:
    if shutil.which("php"):
        return
    if not apt.available():
        raise Problem("there is no PHP for the tests", "install php-cli")
    PROGRAM.prepare()
