"""Every example of the documentation, run in the order of its folder; its printed answer is real."""

import re
import sys
from pathlib import Path

import pytest

from tests.docs.session import EXAMPLES, same
from tests.harness.oauth import make_application
from tests.harness.rpc import OdooClient

FOLDERS = sorted(path for path in EXAMPLES.iterdir() if path.is_dir())
PROGRAMS = {".sh", ".py", ".js", ".mjs"}


def programs(folder):
    """The shell's files come first: they are numbered in the order of the page."""
    return sorted(path for path in folder.iterdir() if path.suffix in PROGRAMS)


def public_application(demo):
    """A public application is registered, and somebody sits at the browser."""
    odoo = OdooClient(demo.server.url, demo.server.db)
    uris = "http://127.0.0.1/callback"
    application = make_application(odoo, odoo.uid, kind="public", redirect_uris=uris)
    person = Path(__file__).with_name("person.py")
    return {
        "CLIENT_ID": application.client_id,
        "BROWSER": f"{sys.executable} {person} %s &",
        "LOGIN": "admin",
        "PASSWORD": "admin",
    }


# What a page tells its reader to have ready.
VARIABLES = {"public": public_application}


def answer(file, series):
    """What the page shows; `name.14.0.out` has what 14.0 says otherwise."""
    for expected in (file.with_suffix(f".{series}.out"), file.with_suffix(".out")):
        if expected.exists():
            return expected.read_text()
    return ""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_examples(demo, folder, tmp_path):
    files = programs(folder)
    printed = demo.session(tmp_path, **VARIABLES.get(folder.name, lambda _: {})(demo)).run(files)
    assert list(printed) == [file.stem for file in files]
    for file in files:
        got = printed[file.stem]
        assert same(answer(file, demo.series), got), f"{file.name} printed:\n{got}"


def test_every_example_and_answer_stands_on_a_page():
    """But those that only sign in, which the tutorial shows, and answers of other series."""
    pages = "\n".join(page.read_text() for page in EXAMPLES.parent.rglob("*.rst"))
    for file in EXAMPLES.rglob("*.*"):
        name = f"{file.parent.name}/{file.name}"
        if not file.name.startswith("00-") and not re.search(r"\.\d\d\.0\.out$", name):
            assert f"examples/{name}" in pages, name


def test_every_answer_belongs_to_an_example():
    for folder in FOLDERS:
        stems = {file.stem for file in programs(folder)}
        assert {path.name.split(".")[0] for path in folder.glob("*.out")} <= stems
