"""Chromium for the browser tests: the machine's, else Debian's, unpacked and run without a window."""

import shutil
from pathlib import Path

from dev import apt, inplace
from dev.console import Problem

NAMES = ["chromium", "chromium-browser", "google-chrome"]
PROGRAM = inplace.Program(
    name="chromium-headless-shell",
    suite="bookworm",
    packages=["chromium-headless-shell"],
    binary="usr/lib/chromium/chromium-headless-shell",
)


def on_machine() -> Path | None:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


def path() -> Path:
    """What to start; `prepare` has made it."""
    return on_machine() or PROGRAM.wrapper


def prepare() -> None:
    if on_machine():
        return
    if not apt.available():
        raise Problem("there is no Chromium for the browser tests", "install Chromium")
    PROGRAM.prepare()
