"""A progress bar on a terminal, or a line per step in a log."""

import sys
import time

WIDTH = 24


class Progress:
    def __init__(self, title: str, total: int) -> None:
        self.title = title
        self.total = total
        self.done = 0
        self.started = time.monotonic()

    def start(self, what: str) -> None:
        self._show(what)

    def finish(self) -> None:
        self.done += 1
        if self.done == self.total:
            self._show("done")
            if sys.stdout.isatty():
                print()

    def _show(self, what: str) -> None:
        filled = WIDTH * self.done // self.total
        bar = "█" * filled + "·" * (WIDTH - filled)
        seconds = int(time.monotonic() - self.started)
        line = f"{self.title} {bar} {self.done}/{self.total} {seconds // 60}:{seconds % 60:02d}"
        if sys.stdout.isatty():
            print(f"\r\x1b[K{line} {what}", end="", flush=True)
        else:
            print(f"{line} {what}", flush=True)
