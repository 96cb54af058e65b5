"""Runs the examples of the documentation, and compares what they print with what it prints."""

import doctest
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from dev import examples, node, php
from dev.series import RECIPES

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "docs" / "examples"
CLIENT = EXAMPLES / "integrations" / "odoo_client.py"  # which the scripts of several pages import
PRINTED_URL = "http://127.0.0.1:8069"
MARK = "----8<---- "
SECONDS = 110
QUOTED = [series for series, recipe in RECIPES.items() if recipe.packages]  # by the pages
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


def answers(file: Path, series: str) -> list[str]:
    """What the page shows; `name.14.0.out` has what 14.0 says otherwise. Either, on series of which the
    pages say nothing."""
    printed = [file.with_suffix(".out"), *sorted(file.parent.glob(f"{file.stem}.*.out"))]
    if series in QUOTED:
        printed = [file.with_suffix(f".{series}.out"), *printed]
    found = [path.read_text() for path in printed if path.exists()] or [""]
    return found[:1] if series in QUOTED else found


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


# What is of the data of a series.
OF_SERIES = {
    r"\b\d\d\.0(\+e)?(-\d{8})?": "<version>",
    r"\d+(,\d+)*|\bNaN\b": "<number>",
    r"\baccount\.(move|invoice)\b": "<invoice>",
    r',"nextrow":<number>': "",
}


def comparable(text: str, patterns: Mapping[str, str]) -> str:
    for pattern, word in patterns.items():
        text = re.sub(pattern, word, text)
    return " ".join(text.split())


def same(file: Path, series: str, got: str) -> bool:
    """Whether it is what the page shows, where `...` stands for anything."""
    patterns = VOLATILE if series in QUOTED else {**VOLATILE, **OF_SERIES}
    checker = doctest.OutputChecker()
    return any(
        checker.check_output(
            comparable(wanted, patterns), comparable(got, patterns), doctest.ELLIPSIS
        )
        for wanted in answers(file, series)
    )
