"""Programs from a Debian release that run from the folder in which they were unpacked.

Each comes with all its libraries except the C library. It works with a newer C library than it was
built for, but not with a second one beside the system's.
"""

import os
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dev import apt, paths, stamp
from dev.console import Step, step

BIN = paths.STATE / "bin"
# The C library, and packages that only a graphics card needs.
WITHOUT = ["libc6", "libc-bin", "libgl1-mesa-dri", "libllvm15", "libz3-4"]


@dataclass(frozen=True)
class Program:
    name: str
    suite: str
    packages: Sequence[str]
    binary: str  # in the folder, or an absolute path if the folder has only its libraries
    # `{lib}` is replaced by the folder of its libraries.
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> Path:
        return paths.STATE / self.name

    @property
    def wrapper(self) -> Path:
        return BIN / self.name

    def prepare(self) -> Path:
        """Returns a script that starts the program."""

        def fill(target: Path) -> None:
            with step(f"{self.name}: download and unpack") as current:
                self._fill(target, current)

        with stamp.lock(paths.STATE / f"{self.name}.lock", f"prepares {self.name}"):
            stamp.folder(self.folder, stamp.digest(self.suite, self.packages, WITHOUT), fill)
            stamp.write_atomically(self.wrapper, self._script(), 0o755)
        return self.wrapper

    def _fill(self, target: Path, current: Step) -> None:
        files = apt.Suite(self.suite).download_closure(self.packages, WITHOUT, current)
        apt.unpack(files, target, current)

    def _script(self) -> str:
        machine = f"{os.uname().machine}-linux-gnu"
        library = self.folder / "usr" / "lib" / machine
        roots = [library, self.folder / "lib" / machine, library / "pulseaudio"]
        variables = {
            "LD_LIBRARY_PATH": ":".join(map(str, roots)),
            "FONTCONFIG_FILE": str(self._fonts()),
            "XDG_RUNTIME_DIR": str(self._private()),
            **{name: value.format(lib=library) for name, value in self.env.items()},
        }
        lines = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
        program = shlex.quote(str(self.folder / self.binary))
        return "\n".join(["#!/bin/sh", *lines, f'exec {program} "$@"', ""])

    def _private(self) -> Path:
        """A folder that only this user can open. Qt warns at each start without one."""
        path = paths.STATE / "run" / "xdg"
        paths.ensure(path)
        path.chmod(0o700)
        return path

    def _fonts(self) -> Path:
        """A fontconfig file that finds the system's fonts and the unpacked ones."""
        path = BIN / f"{self.name}.fonts.conf"
        folders = [self.folder / "usr" / "share" / "fonts", "/usr/share/fonts"]
        stamp.write_atomically(
            path,
            '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
            + "".join(f"<dir>{folder}</dir>" for folder in folders)
            + f"<cachedir>{paths.STATE / 'fonts'}</cachedir></fontconfig>\n",
        )
        return path
