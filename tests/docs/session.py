"""Runs the examples of the documentation and compares their output with the printed one."""

import doctest
import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path

from dev import examples, node, php
from dev.series import RECIPES

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "docs" / "examples"
CLIENT = EXAMPLES / "integrations" / "odoo_client.py"  # imported by the scripts of several pages
PRINTED_URL = "http://127.0.0.1:8069"
MARK = "----8<---- "
SECONDS = 110
QUOTED = [series for series, recipe in RECIPES.items() if recipe.packages]  # on the pages
PROGRAMS = {".py": "python3", ".js": "node", ".mjs": "node", ".php": "php"}


class Session:
    """One shell for all `*.sh` of a folder, as in a reader's terminal; other files run as programs.

    :param url: the server that replaces the one named in the documentation
    :param folder: the working directory
    :param variables: the variables that the page tells its reader to set
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
        """The output of each file, by its name without extension."""
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
        """Saves a program in the folder, as a reader would."""
        (self.folder / file.name).write_text(self._text(file))

    def _text(self, file: Path) -> str:
        return file.read_text().replace(PRINTED_URL, self.url)


def search_path() -> str:
    """A PATH with Python and the packages that the pages name, Node.js and PHP."""
    own = [str(examples.PYTHON.path / "bin"), str(php.path().parent)]
    return os.pathsep.join([*own, node.environment()["PATH"]])


def answers(file: Path, series: str) -> list[str]:
    """The output on the page; `name.14.0.out` has that of 14.0 where it differs. Either one, on series that
    the pages don't quote."""
    printed = [file.with_suffix(".out"), *sorted(file.parent.glob(f"{file.stem}.*.out"))]
    if series in QUOTED:
        printed = [file.with_suffix(f".{series}.out"), *printed]
    found = [path.read_text() for path in printed if path.exists()] or [""]
    return found[:1] if series in QUOTED else found


# Values that differ from run to run; replaced in both texts before the comparison.
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


# Values that depend on the data of a series.
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
    """Whether an output equals the one on the page, where `...` stands for any text."""
    patterns = VOLATILE if series in QUOTED else {**VOLATILE, **OF_SERIES}
    checker = doctest.OutputChecker()
    return any(
        checker.check_output(
            comparable(wanted, patterns), comparable(got, patterns), doctest.ELLIPSIS
        )
        for wanted in answers(file, series)
    )
