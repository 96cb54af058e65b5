"""Runs the examples of the documentation and compares their output with the printed one."""

import doctest
import json
import os
import re
import subprocess
from pathlib import Path

from dev import examples, node, php
from dev.series import RECIPES
from tests.harness import features

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


# What the quoted series answer differently, besides numbers. The others answer as the newest of them does
# when they have the feature, else as the oldest.
BY_FEATURE = {
    "04a-userinfo": "admin@example.com",
    "08-fields-get": "countries that need a code",
    "01-names": "invoices printed as PDF without Payment",
    "03-merged": "invoices printed as PDF without Payment",
}


def answer(file: Path, series: str) -> str:
    """What the page shows; `name.14.0.out` has what 14.0 says otherwise."""
    printed = [file.with_suffix(f".{quoted(file, series)}.out"), file.with_suffix(".out")]
    return next((path.read_text() for path in printed if path.exists()), "")


def quoted(file: Path, series: str) -> str:
    """The series that the pages quote, and that answers an example as this one does."""
    if series in QUOTED:
        return series
    feature = BY_FEATURE.get(file.stem)
    return max(QUOTED) if not feature or features.has(series, feature) else min(QUOTED)


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
    r'"child_ids": ?\[[\d, ]+\]': '"<numbers>"',
    r"(?<=/object/res.partner/)\d+": "<number>",
    r"(?<=/object/res.partner.category/)\d+": "<number>",
    r'"parent_id": ?\[\d+': '"<number>"',
    r'"(ids|created)": ?\[[\d, ]+\]': '"<numbers>"',
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
# A document that Odoo writes anew, to put an XML file into it, begins otherwise.
DOCUMENT = {r'"JVBERi0xLj[\w+/]+(\.\.\.|=*)"': '"<pdf>"'}


def comparable(text: str, series: str) -> str:
    patterns = dict(VOLATILE)
    if series not in QUOTED:
        text = "\n".join(map(in_one_order, text.splitlines()))
        embeds = features.has(series, "printed invoices with embedded XML")
        patterns = {**(DOCUMENT if embeds else {}), **VOLATILE, **OF_SERIES}
    for pattern, word in patterns.items():
        text = re.sub(pattern, word, text)
    return " ".join(text.split())


def in_one_order(line: str) -> str:
    """A line of JSON with its names sorted: which attribute of a field comes first is of the series."""
    try:
        return json.dumps(json.loads(line), sort_keys=True, separators=(",", ":"))
    except ValueError:
        return line


def same(file: Path, series: str, got: str) -> bool:
    """Whether an output equals the one on the page, where `...` stands for any text."""
    return doctest.OutputChecker().check_output(
        comparable(answer(file, series), series), comparable(got, series), doctest.ELLIPSIS
    )
