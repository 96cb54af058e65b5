"""nginx for the tests: the machine's, else Debian's, unpacked and run as ourselves."""

import shutil
from pathlib import Path

from dev import apt, inplace
from dev.console import Problem

PROGRAM = inplace.Program(
    name="nginx", suite="bookworm", packages=["nginx"], binary="usr/sbin/nginx"
)


def path() -> Path:
    """What to start; `prepare` has made it."""
    found = shutil.which("nginx")
    return Path(found) if found else PROGRAM.wrapper


def prepare() -> None:
    if shutil.which("nginx"):
        return
    if not apt.available():
        raise Problem("there is no nginx for the tests", "install nginx")
    PROGRAM.prepare()
