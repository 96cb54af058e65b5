"""Output on the terminal: progress, and errors that say what to do."""

import re
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

HEARTBEAT_SECONDS = 10
ODOO_PREFIX = re.compile(r"^\d{4}-\d\d-\d\d \S+ \d+ [A-Z]+ \S+ \S+: ")

_lock = threading.Lock()
_started = time.monotonic()


class Problem(Exception):
    """An error that the user can fix. It is shown without a traceback.

    :param what: what is wrong
    :param remedy: what the user can do about it
    """

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}\n  → {self.remedy}" if self.remedy else self.what


def say(text: str = "") -> None:
    with _lock:
        print(text, flush=True)


def print_error(text: str) -> None:
    with _lock:
        sys.stdout.flush()
        print(text, file=sys.stderr, flush=True)


class Step:
    """Work that can take long. `detail` is its current state, which progress lines show."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.detail = ""
        self.follows_odoo = False
        self.started = time.monotonic()

    def note(self, line: str) -> None:
        """Sets `detail` to a line that the work printed."""
        text = ODOO_PREFIX.sub("", line.strip())
        self.follows_odoo |= text != line.strip()
        if text and (not self.follows_odoo or text != line.strip()):
            self.detail = text

    def line(self, state: str) -> str:
        total = int(time.monotonic() - _started)
        return f"[{total // 60:d}:{total % 60:02d}] {self.what}{state}"


def _columns() -> int:
    return shutil.get_terminal_size(fallback=(120, 24)).columns


@contextmanager
def step(what: str) -> Iterator[Step]:
    """Prints `what`, a line every ten seconds while it runs, and how long it took."""
    current = Step(what)
    done = threading.Event()

    def beat() -> None:
        while not done.wait(HEARTBEAT_SECONDS):
            seconds = int(time.monotonic() - current.started)
            detail = f": {current.detail}" if current.detail else ""
            say(current.line(f" … {seconds} s{detail}")[: _columns()])

    say(current.line(" …"))
    heart = threading.Thread(target=beat, daemon=True)
    heart.start()
    try:
        yield current
    finally:
        done.set()
        heart.join()
    say(current.line(f", done in {time.monotonic() - current.started:.0f} s"))
