"""A wkhtmltopdf that records its arguments and waits for as long as the test wants."""

import shlex
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dev.inplace import Program
from tests.harness.waiting import wait_until

WAIT_SECONDS = 60

SCRIPT = """#!/bin/sh
case "$*" in *--version*) exec {program} "$@";; esac
for word in "$@"; do
    printf '%s\\n' "$word"
    case "$before" in --cookie-jar) cat "$word"; echo;; esac
    before=$word
done > {folder}/words.new
mv {folder}/words.new {folder}/words
while [ -e {folder}/hold ]; do sleep 0.1; done
exec {program} "$@"
"""


class Printer:
    def __init__(self, folder: Path, build: Program) -> None:
        self.folder = folder
        self.path = f"{folder / 'bin'}:/bin"
        program = folder / "bin" / "wkhtmltopdf"
        program.parent.mkdir(parents=True)
        names = {"program": shlex.quote(str(build.wrapper)), "folder": shlex.quote(str(folder))}
        program.write_text(SCRIPT.format(**names))
        program.chmod(0o755)

    @property
    def arguments(self) -> list[str]:
        """The arguments of the last start, then the content of the cookie jar among them."""
        return (self.folder / "words").read_text().splitlines()

    @contextmanager
    def paused(self, send: Callable[[], object]) -> Iterator[None]:
        """Pauses the program that `send` makes the server start."""
        (self.folder / "words").unlink(missing_ok=True)
        hold = self.folder / "hold"
        hold.touch()
        thread = threading.Thread(target=send)
        thread.start()
        try:
            wait_until((self.folder / "words").exists, "the program starts", WAIT_SECONDS)
            yield
        finally:
            hold.unlink()
            thread.join()
