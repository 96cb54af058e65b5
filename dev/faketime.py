"""libfaketime, which shifts the clock of one program: the installed one, or Debian's package, unpacked."""

import os
from pathlib import Path

from dev import apt, paths, stamp
from dev.console import Problem, step

SUITE = "bookworm"
FOLDER = paths.STATE / "faketime"
LIBRARY = Path("usr", "lib", f"{os.uname().machine}-linux-gnu", "faketime", "libfaketime.so.1")


def library() -> Path:
    """The value for LD_PRELOAD. Call `prepare` first."""
    installed = Path("/") / LIBRARY
    return installed if installed.exists() else FOLDER / LIBRARY


def prepare() -> None:
    if (Path("/") / LIBRARY).exists():
        return
    if not apt.available():
        raise Problem(
            "the tests of clocks need libfaketime, and this machine has none", "install libfaketime"
        )

    def fill(target: Path) -> None:
        with step("libfaketime: download and unpack") as current:
            apt.unpack(apt.Suite(SUITE).download(["libfaketime"], current), target, current)

    with stamp.lock(paths.STATE / "faketime.lock", "unpacks libfaketime"):
        stamp.folder(FOLDER, stamp.digest(SUITE), fill)
