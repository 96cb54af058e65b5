"""Parses the pages of the reference."""

import re

from dev import paths

REFERENCE = paths.ROOT / "docs" / "reference"
DIRECTIVE = re.compile(r"^\.\. http:(\w+):: (\S+)\n((?:(?:   .*)?\n)*)", re.M)
ROW = re.compile(r"^   \* - (``\w+``(?:, ``\w+``)*)\n     - (.+)$", re.M)


def documented():
    """`{('get', '/restapi/1.0/…/(int:id)'): text below the directive}`"""
    found = {}
    for page in sorted(REFERENCE.rglob("*.rst")):
        for method, path, body in DIRECTIVE.findall(page.read_text()):
            assert (method, path) not in found, f"{method} {path} is described twice"
            found[method, path] = body
    return found


def parameters(body):
    """`{"limit": "maximum number of records; all by default"}`"""
    return dict(re.findall(r":(?:query|form) (\w+): *(.*)", body))


def statuses(body):
    return {int(status) for status in re.findall(r":status (\d+):", body)}


def table(page):
    """The literals in a table's first column, each with the text of the second column."""
    rows = ROW.findall((REFERENCE / page).read_text())
    return {word: text for words, text in rows for word in re.findall(r"``(\w+)``", words)}


def text():
    return "\n".join(page.read_text() for page in sorted(REFERENCE.rglob("*.rst")))


def in_sphinx(path):
    """`/object/<model>/<int:id>` in the notation of sphinxcontrib.httpdomain"""
    return re.sub(r"<([^>]+)>", r"(\1)", path)
