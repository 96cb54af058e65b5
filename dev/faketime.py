"""libfaketime, a library that moves the clock of one program, for the tests: the machine's, else Debian's."""

import os
from pathlib import Path

from dev import apt, paths, stamp
from dev.console import Problem, step

SUITE = "bookworm"
FOLDER = paths.STATE / "faketime"
LIBRARY = Path("usr", "lib", f"{os.uname().machine}-linux-gnu", "faketime", "libfaketime.so.1")


def library() -> Path:
    """What LD_PRELOAD takes; `prepare` has seen to it."""
    on_machine = Path("/") / LIBRARY
    return on_machine if on_machine.exists() else FOLDER / LIBRARY


def prepare() -> None:
    if (Path("/") / LIBRARY).exists():
        return
    if not apt.available():
        raise Problem("there is no libfaketime for the tests of clocks", "install libfaketime")

    def fill(target: Path) -> None:
        with step("libfaketime: download and unpack") as current:
            apt.unpack(apt.Suite(SUITE).download(["libfaketime"], current), target, current)

    with stamp.lock(paths.STATE / "faketime.lock", "unpacks libfaketime"):
        stamp.folder(FOLDER, stamp.digest(SUITE), fill)
