"""Runs the examples of the documentation, and compares what they print with what it prints."""

import doctest
import os
import re
import subprocess
from pathlib import Path

from dev import examples, node, php

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "docs" / "examples"
CLIENT = EXAMPLES / "integrations" / "odoo_client.py"  # which the scripts of several pages import
PRINTED_URL = "http://127.0.0.1:8069"
MARK = "----8<---- "
SECONDS = 110
PROGRAMS = {".py": "python3", ".js": "node", ".mjs": "node", ".php": "php"}


class Session:
    """One shell for all `*.sh` of a folder, as in a reader's terminal; other files run as programs.

    :param url: the server that stands in for the one that the documentation names
    :param folder: the working directory
    :param variables: what the page has told its reader to set
    """

    def __init__(self, url: str, folder: Path, variables: dict[str, str]) -> None:
        self.url = url
        self.folder = folder
        self.environment = {
            **os.environ,
            **node.environment(),
            "PATH": search_path(),
            "no_proxy": "*",
            **variables,
        }

    def run(self, files: list[Path]) -> dict[str, str]:
        """What each file printed, by its name without its extension."""
        lines = []
        for file in files:
            lines += [f"echo '{MARK}{file.stem}'", self._command(file)]
        script = "set -eu\n" + "\n".join(lines)
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        printed = done.stdout.replace(self.url, PRINTED_URL)
        printed = printed.replace(self.url.split("//")[1], PRINTED_URL.split("//")[1])
        assert done.returncode == 0, f"{printed}\n{done.stderr}"
        parts = [part.partition("\n") for part in printed.split(MARK)[1:]]
        return {name: text for name, _, text in parts}

    def _command(self, file: Path) -> str:
        if file.suffix == ".sh":
            return self._text(file)
        self.save(file)
        return f"{PROGRAMS[file.suffix]} '{file.name}'"

    def save(self, file: Path) -> None:
        """Puts a program into the folder, as a reader saves it."""
        (self.folder / file.name).write_text(self._text(file))

    def _text(self, file: Path) -> str:
        return file.read_text().replace(PRINTED_URL, self.url)


def search_path() -> str:
    """Python with the packages that the pages name, node and php, each by its name."""
    own = [str(examples.PYTHON.path / "bin"), str(php.path().parent)]
    return os.pathsep.join([*own, node.environment()["PATH"]])


def answer(file: Path, series: str) -> str:
    """What the page shows; `name.14.0.out` has what 14.0 says otherwise."""
    for expected in (file.with_suffix(f".{series}.out"), file.with_suffix(".out")):
        if expected.exists():
            return expected.read_text()
    return ""


# What differs from run to run: both sides are brought to one form before they are compared.
VOLATILE = {
    r"eyJ[\w-]+(\.[\w-]+){2}|eyJ\w+\.\.\.": "<token>",
    r"\b[A-Za-z0-9_-]{8}\.\.\.|\b(?=[\w-]*?(?:\d|[a-z][A-Z]))[\w-]{32,}": "<secret>",
    r"\b[0-9a-f]{16}\b": "<request>",
    r"\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\dZ?": "<time>",
    r"\b\d\d?/\d\d?/\d{4} \d\d:\d\d:\d\d": "<time>",
    r"\btest_docs_\w+|\brestapi_demo_\w+|\bdocstry_\w+": "<database>",
    r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}": "<uuid>",
    r'"(id|iat|exp)": ?\d+': '"<number>"',
    r'"ids": ?\[[\d, ]+\]': '"<numbers>"',
    r"INV/[\d/]+": "<number>",
    r"\b\d+ kB\b": "<size>",
}


def comparable(text: str) -> str:
    for pattern, word in VOLATILE.items():
        text = re.sub(pattern, word, text)
    return " ".join(text.split())


def same(wanted: str, got: str) -> bool:
    """Whether they are equal, where `...` in what is wanted stands for anything."""
    checker = doctest.OutputChecker()
    return checker.check_output(comparable(wanted), comparable(got), doctest.ELLIPSIS)
