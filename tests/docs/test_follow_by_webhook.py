"""The program on the page about webhooks that follows customers, with Odoo's own scheduler running."""

import os
import re
import subprocess
import time

import pytest

from dev import net, node
from dev.database import Databases
from dev.odoo import Odoo
from tests.docs.session import CLIENT, EXAMPLES, PRINTED_URL, Session, search_path
from tests.harness.rpc import OdooClient

FOLDER = EXAMPLES / "webhooks"
SECONDS = 120


@pytest.fixture
def shop(make_server, series, postgres_port, tmp_path):
    """A server whose scheduler runs, with the webhook of the page; returns a function that starts the program,
    by a command such as `nice` if any, and the folder in which it does."""
    server = make_server(extra_conf={"max_cron_threads": 1})
    Databases(Odoo(series), postgres_port).make_demo_application(server.db)
    server.restart()
    port = str(net.free_port())
    folder = tmp_path / "commands"
    folder.mkdir()
    for name in ("00-sign-in", "01-allow", "02-create"):
        (folder / f"{name}.sh").write_text(
            (FOLDER / f"{name}.sh").read_text().replace(":3000", f":{port}")
        )
    (folder / "03-env.sh").write_text("echo $CLIENT_ID $CLIENT_SECRET $WEBHOOK_SECRET")
    session = Session(server.url, tmp_path, {})
    printed = session.run(sorted(folder.iterdir()))
    shown = (FOLDER / "02-create.out").read_text()
    assert re.sub('whsec_[^"]+', "whsec_...", printed["02-create"]) == shown
    key, secret, of_webhook = printed["03-env"].split()
    for file in (CLIENT, FOLDER / "follow.py"):
        text = file.read_text().replace(PRINTED_URL, server.url).replace("3000", port)
        (tmp_path / file.name).write_text(text)
    environment = {
        **os.environ,
        **node.environment(),
        "PATH": search_path(),
        "CLIENT_ID": key,
        "CLIENT_SECRET": secret,
        "WEBHOOK_SECRET": of_webhook,
        "no_proxy": "*",
    }

    def start(*command):
        program = [*command, "python3", "follow.py"]
        with (tmp_path / "log").open("w") as log:
            return subprocess.Popen(program, cwd=tmp_path, env=environment, stdout=log, stderr=log)

    return start, OdooClient(server.url, server.db), tmp_path


def wait_for(log, words, process):
    end = time.monotonic() + SECONDS
    while words not in log.read_text():
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < end, log.read_text()
        time.sleep(0.1)


def test_follow(shop):
    """Changes arrive by webhook; those of the time offline are there after the start, deletions too. A program
    that ends while it stores them has lost nothing."""
    start, odoo, folder = shop
    log, stored = folder / "log", folder / "customers.json"
    process = start()
    try:
        wait_for(log, "changed: ", process)
        one = odoo.create("res.partner", {"name": "By webhook"})
        two = odoo.create("res.partner", {"name": "Soon gone"})
        wait_for(log, "changed: By webhook", process)
        wait_for(log, "changed: Soon gone", process)
    finally:
        process.kill()
        process.wait()
    odoo.write("res.partner", one, {"name": "While offline"})
    odoo.unlink("res.partner", two)
    before = stored.read_text()
    assert start("prlimit", f"--fsize={len(before) // 2}").wait(SECONDS) == 1
    assert stored.read_text() == before
    process = start()
    try:
        wait_for(log, "changed: While offline", process)
        wait_for(log, "gone: Soon gone", process)
        odoo.write("res.partner", one, {"name": "Online again"})
        wait_for(log, "changed: Online again", process)
    finally:
        process.kill()
        process.wait()
