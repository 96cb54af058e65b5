"""The code map lists each file of the addon, and the files that pages name exist.

Seen to fail without the line of a file, with the line of one that was renamed, and with an old name in the picture.
"""

import re

import pytest

from dev import database, paths

DOCS = paths.ROOT / "docs"
PAGE = (DOCS / "explanation" / "layout.rst").read_text()
CODE_MAP = PAGE.split("\nCode map\n")[1].split("\nTwo walks through the code\n")[0]
LINES = re.findall(r"^   \* - ``(\S+)``\n     - (\S.*)$", CODE_MAP, re.M)
FOLDERS = "compat|controllers|data|i18n|models|oauth|readme|rest|security|static|views|webhooks"
NAMED = re.compile(rf"(?<![\w/.])(?:restapi/)?((?:{FOLDERS})/[\w/]+\.[a-z]+)\b")
PAGES = [*DOCS.rglob("*.rst"), DOCS / "_static" / "request.svg"]


def test_code_map_lists_each_file_once():
    files = {
        file.relative_to(paths.ADDON).as_posix()
        for file in database.addon_files()
        if file.stat().st_size
    }
    named = [name for name, _purpose in LINES]
    assert sorted(named) == sorted(files)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(DOCS).as_posix())
def test_files_named_in_pages_exist(page):
    named = set(NAMED.findall(page.read_text()))
    assert [name for name in sorted(named) if not (paths.ADDON / name).is_file()] == []
