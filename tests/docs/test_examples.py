"""Runs every example of the documentation in the order of its folder; the printed answers are real."""

import re

import pytest

from tests.docs.session import CLIENT, EXAMPLES, PROGRAMS, same

ALL_FOLDERS = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
# Examples that need a browser, nginx, newman or generators, or that serve, have tests of their own.
SEPARATE = ("generated", "nginx", "postman", "public", "web", "webhooks")
# In some series, invoices have other names than on the pages: see tests/harness/invoices.py.
OF_INVOICES = {
    *("integration_user", "invoice", "invoices", "paid_invoice", "02-print", "03-merged"),
    *("02-bring", "03-bring-again", "shop"),
}
FOLDERS = [path for path in ALL_FOLDERS if path.name not in SEPARATE]


def programs(folder):
    """Shell files come first, numbered in the order of the page."""
    return sorted(path for path in folder.iterdir() if path.suffix in {".sh", *PROGRAMS})


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_examples(demo, folder, tmp_path, has):
    files = [file for file in programs(folder) if has("move_type") or file.stem not in OF_INVOICES]
    session = demo.session(tmp_path)
    session.save(CLIENT)
    printed = session.run(files)
    assert list(printed) == [file.stem for file in files]
    for file in files:
        got = printed[file.stem]
        assert same(file, demo.series, got), f"{file.name} printed:\n{got}"


def test_every_example_and_answer_is_on_a_page():
    """Except those that only sign in, which the tutorial shows, and answers of other series."""
    pages = "\n".join(page.read_text() for page in EXAMPLES.parent.rglob("*.rst"))
    for file in EXAMPLES.rglob("*.*"):
        name = f"{file.parent.name}/{file.name}"
        if not file.name.startswith("00-") and not re.search(r"\.\d\d\.0\.out$", name):
            assert f"examples/{name}" in pages, name


def test_every_answer_belongs_to_an_example():
    for folder in ALL_FOLDERS:
        stems = {file.stem for file in programs(folder)}
        assert {path.name.split(".")[0] for path in folder.glob("*.out")} <= stems
