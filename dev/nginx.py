"""nginx for the tests: the installed one, or Debian's package, unpacked."""

import shutil
from pathlib import Path

from dev import apt, inplace
from dev.console import Problem

PROGRAM = inplace.Program(
    name="nginx", suite="bookworm", packages=["nginx"], binary="usr/sbin/nginx"
)


def path() -> Path:
    """The program to start. Call `prepare` first."""
    found = shutil.which("nginx")
    return Path(found) if found else PROGRAM.wrapper


def prepare() -> None:
    if shutil.which("nginx"):
        return
    if not apt.available():
        raise Problem("the tests need nginx, and this machine has none", "install nginx")
    PROGRAM.prepare()
