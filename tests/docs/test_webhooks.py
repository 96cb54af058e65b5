"""The receivers on the page about webhooks, each in its language, get deliveries that the addon's own code sends."""

import json
import os
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from dev import net, node
from restapi.webhooks import networks, signature
from restapi.webhooks.sending import Settings, post
from tests.docs.session import EXAMPLES, search_path
from tests.harness.waiting import listens, wait_until

FOLDER = EXAMPLES / "webhooks"
PRINTED_PORT = "3000"
SECONDS = 60
BODY = json.dumps({"type": "res.partner.write", "data": {"id": 7, "name": "Zoë"}}).encode()
PROGRAMS = {
    "receive.py": lambda file, port: ["python3", file],
    "receive.js": lambda file, port: ["node", file],
    "receive.php": lambda file, port: ["php", "-S", f"127.0.0.1:{port}", file],
}


@dataclass
class Receiver:
    url: str
    secret: str
    log: Path

    def send(self, body=BODY, secrets=None, age=0, **changed):
        """The status for a delivery, signed as the addon does, with changed headers."""
        signed = signature.headers(
            secrets or [self.secret], f"msg_{time.monotonic_ns()}", int(time.time()) - age, body
        )
        return self.deliver(
            body, {**signed, **{name.replace("_", "-"): changed[name] for name in changed}}
        )

    def deliver(self, body, headers):
        here = networks.parse("127.0.0.1/32")
        sent = {"Content-Type": "application/json", **headers}
        return post(self.url, body, sent, Settings(allowed_networks=here)).status


@pytest.fixture(params=PROGRAMS)
def receiver(request, tmp_path):
    """The program as a reader starts it, but on a port of its own."""
    name, port, secret = request.param, net.free_port(), signature.new_secret()
    text = (FOLDER / name).read_text()
    (tmp_path / name).write_text(text.replace(PRINTED_PORT, str(port)))
    environment = {
        **os.environ,
        **node.environment(),
        "PATH": search_path(),
        "WEBHOOK_SECRET": secret,
    }
    log = tmp_path / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            PROGRAMS[name](name, port), cwd=tmp_path, env=environment, stdout=output, stderr=output
        ) as process,
    ):
        try:
            wait_until(lambda: listens(port), "the receiver listens", SECONDS)
            yield Receiver(f"http://127.0.0.1:{port}/", secret, log)
        finally:
            process.terminate()


def test_genuine_deliveries(receiver):
    assert receiver.send() == 204
    assert "res.partner.write 7" in receiver.log.read_text()
    other = signature.new_secret()
    assert receiver.send(secrets=[other, receiver.secret]) == 204
    assert receiver.send(secrets=[receiver.secret, other]) == 204
    assert receiver.send(age=240) == 204


def test_forged_deliveries(receiver):
    """Seen to fail with a receiver that does not verify."""
    assert receiver.send(secrets=[signature.new_secret()]) == 400
    assert receiver.send(webhook_id="msg_other") == 400
    assert receiver.send(webhook_timestamp=str(int(time.time()) - 1)) == 400
    for text in ("", "v1", "v1,", "v1,é", "v1,AAAA", "v2,AAAA", "v1a,AAAA", "x" * 1000, " "):
        assert receiver.send(webhook_signature=text) == 400, text
    for text in ("", "0", "now", "-1", "1e400", "9" * 30):
        assert receiver.send(webhook_timestamp=text) == 400, text
    signed = signature.headers([receiver.secret], "msg_1", int(time.time()), BODY)
    assert receiver.deliver(BODY.replace(b"7", b"8"), signed) == 400
    assert receiver.deliver(BODY, {}) == 400
    for name in signed:
        assert receiver.deliver(BODY, {**signed, name: ""}) == 400
    assert "res.partner.write" not in receiver.log.read_text()


@pytest.mark.parametrize("age", [360, 86400, -360])
def test_old_deliveries(receiver, age):
    """Whoever has recorded a delivery can't send it again later."""
    assert receiver.send(age=age) == 400


def test_deliveries_that_come_twice(receiver):
    """The example in PHP stores nothing, so it leaves this to its reader."""
    signed = signature.headers([receiver.secret], "msg_1", int(time.time()), BODY)
    for _ in range(2):
        assert receiver.deliver(BODY, signed) == 204
    is_noticed = not (receiver.log.parent / "receive.php").exists()
    assert receiver.log.read_text().count("res.partner.write 7") == (1 if is_noticed else 2)
