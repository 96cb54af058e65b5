"""Moves the clock of one running server. The clocks of PostgreSQL and of the test stay right."""

import time
from pathlib import Path

from dev import faketime, stamp


class Clock:
    """:param file: where libfaketime reads the offset of the clock"""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.offset = 0
        self.move(0)

    @property
    def env(self) -> dict[str, str]:
        """The environment variables that the server needs."""
        return {
            "LD_PRELOAD": str(faketime.library()),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            # as on a real machine, where only the wall clock can jump
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def move(self, seconds: int) -> None:
        """Sets the offset for every process of the server."""
        self.offset = seconds
        stamp.write_atomically(self.file, f"{seconds:+d}\n")

    def now(self) -> int:
        """The time on this clock, in seconds since 1970."""
        return int(time.time()) + self.offset
