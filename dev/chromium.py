"""Headless Chromium for the browser tests: the installed one, or Debian's package, unpacked."""

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


def _installed() -> Path | None:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    return Path(found) if found else None


def path() -> Path:
    """The program to start. Call `prepare` first."""
    return _installed() or PROGRAM.wrapper


def prepare() -> None:
    if _installed():
        return
    if not apt.available():
        raise Problem(
            "the browser tests need Chromium, and this machine has none",
            f"install Chromium so that one of these is on the PATH: {', '.join(NAMES)}",
        )
    PROGRAM.prepare()
