"""Every example of the documentation, run in the order of its folder; its printed answer is real."""

import contextlib
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dev import net, node
from tests.docs.person import visit
from tests.docs.session import EXAMPLES, PRINTED_URL, same
from tests.harness.oauth import make_application
from tests.harness.rpc import OdooClient

# What needs somebody at a browser, or an nginx, has a test of its own.
SERVED = {"web", "nginx"}
FOLDERS = sorted(path for path in EXAMPLES.iterdir() if path.is_dir() and path.name not in SERVED)
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


def test_web_application(demo, tmp_path):
    odoo = OdooClient(demo.server.url, demo.server.db)
    uri = "http://127.0.0.1:3000/callback"
    application = make_application(odoo, odoo.uid, kind="web", redirect_uris=uri)
    port = net.free_port()
    text = (EXAMPLES / "web" / "app.mjs").read_text().replace("3000", str(port))
    program = tmp_path / "app.mjs"
    program.write_text(text.replace(PRINTED_URL, demo.server.url))
    secrets = {"CLIENT_ID": application.client_id, "CLIENT_SECRET": application.client_secret}
    environment = {**os.environ, **node.environment(), **secrets}
    with subprocess.Popen(["node", str(program)], env=environment) as process:
        try:
            wait_for(port)
            assert visit(f"http://127.0.0.1:{port}/", "admin", "admin") == "Hello, Mitchell Admin."
        finally:
            process.terminate()


def wait_for(port):
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("the example does not listen")


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
