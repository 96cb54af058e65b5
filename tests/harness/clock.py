"""The clock of one server, moved while it runs; PostgreSQL's and the test's own stay right."""

import time
from pathlib import Path

from dev import faketime, stamp


class Clock:
    """:param file: where libfaketime reads how far the clock is off"""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.offset = 0
        self.move(0)

    @property
    def env(self) -> dict[str, str]:
        """What the server's environment needs."""
        return {
            "LD_PRELOAD": str(faketime.library()),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            # as on a real machine, where only the wall clock jumps
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def move(self, seconds: int) -> None:
        """It is off by so much from now on, in every process of the server."""
        self.offset = seconds
        stamp.write_atomically(self.file, f"{seconds:+d}\n")

    def now(self) -> int:
        """The time by this clock, in seconds since 1970."""
        return int(time.time()) + self.offset
