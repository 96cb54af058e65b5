"""`make demo` as newcomers run it: it starts, the printed requests work when pasted, and it stops."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import psutil
import pytest

from dev import net, paths
from tests.harness.features import has
from tests.harness.waiting import listens

READY_SECONDS = 400  # the first start creates the database
END_SECONDS = 40
LAST_LINE = "?fields=['name','country_id']\"; echo"

pytestmark = pytest.mark.timeout(900)


def start(series, port):
    """Starts `python3 -m dev demo`, the command of `make demo`, in a terminal of its own."""
    return subprocess.Popen(
        [sys.executable, "-u", "-m", "dev", "demo"],
        cwd=paths.ROOT,
        env={**os.environ, "SERIES": series, "PORT": str(port)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def introduction(demo):
    """The output up to the moment when it serves."""
    lines = []
    deadline = time.monotonic() + READY_SECONDS
    for line in demo.stdout:
        lines.append(line)
        if line.rstrip().endswith(LAST_LINE):
            return "".join(lines)
        assert time.monotonic() < deadline, "".join(lines)
    raise AssertionError("it ended:\n" + "".join(lines))


@contextmanager
def serving(series, port):
    """A running demo and its output; it is killed if the test fails."""
    demo = start(series, port)
    try:
        yield demo, introduction(demo)
    finally:
        if demo.poll() is None:
            demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=END_SECONDS)


def requests_of(text):
    """The printed requests verbatim, without the sentences between them."""
    blocks = text.partition("Paste this into another terminal.")[2].split("\n\n")
    return [block for block in blocks if re.match(r"curl |\w+=", block)]


def paste(block_list):
    """The output of a shell into which the requests are pasted."""
    script = "\n".join(block_list) + "\n"
    done = subprocess.run(
        ["bash"], input=script, capture_output=True, text=True, timeout=100, check=True
    )
    return done.stdout.splitlines()


def processes_of(demo):
    """Odoo's processes and any others that the demo has started."""
    found = psutil.Process(demo.pid).children(recursive=True)
    assert found
    return found


def runs(process):
    # in a container, a process may remain a zombie because nothing reaps it
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def wait_gone(processes, port):
    """Waits until the processes have ended and the port is free."""
    deadline = time.monotonic() + END_SECONDS
    # a worker that has only just started may be missing in the list
    while any(map(runs, processes)) or listens(port):
        assert time.monotonic() < deadline, [one for one in processes if runs(one)]
        time.sleep(0.1)
    net.require_free(port)


def handshake(port):
    """The status line that a websocket handshake gets."""
    lines = (
        "GET /websocket HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Connection: Upgrade",
        "Upgrade: websocket",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        f"Origin: http://127.0.0.1:{port}",
    )
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("\r\n".join((*lines, "", "")).encode())
        return connection.recv(1000).decode().splitlines()[0]


@pytest.fixture
def port(series, postgres_port):
    """A free port. PostgreSQL, which several commands share, keeps running when a demo ends."""
    return net.free_port()


def test_from_start_to_end(series, port):
    with serving(series, port) as (demo, text):
        assert f"Odoo {series} serves the API at http://127.0.0.1:{port}/restapi/1.0" in text
        assert "login admin, password admin" in text

        blocks = requests_of(text)
        assert len(blocks) == 3
        granted, read = map(json.loads, paste(blocks))
        assert set(granted) == {"client_id", "client_secret", "host", "database"}
        assert granted["host"] == f"127.0.0.1:{port}"
        assert f"client_id={granted['client_id']}" in text
        assert read["Contact"]["id"] == 3
        assert set(read["Contact"]) == {"id", "name", "country_id"}
        assert read["Contact"]["name"] == "Mitchell Admin"

        # the web client's websocket; without it, the client reports a lost connection
        if has(series, "websockets"):  # other series use long polling
            assert handshake(port).startswith("HTTP/1.1 101 ")

        # a second demo on the same port names the process that uses it
        again = start(series, port)
        output, _ = again.communicate(timeout=60)
        assert again.returncode == 1
        assert re.search(rf"port {port} is in use by process (\d+)", output), output
        assert f"make demo PORT={port + 1}" in output
        assert "Traceback" not in output
        holder = int(re.findall(r"in use by process (\d+)", output)[0])

        processes = processes_of(demo)
        assert holder in [process.pid for process in processes]
        demo.send_signal(signal.SIGINT)
        rest, _ = demo.communicate(timeout=END_SECONDS)
        assert demo.returncode == 0, rest
        assert rest.rstrip().endswith("stopped")
        assert "Traceback" not in text + rest
        wait_gone(processes, port)


def test_killed_and_started_again(series, port):
    """Nothing can stop it in order then. Odoo ends all the same, and the next start works."""
    with serving(series, port) as (demo, _text):
        processes = processes_of(demo)
        demo.kill()
        wait_gone(processes, port)
    with serving(series, port) as (demo, text):
        kept = paths.LOG / f"demo-{series}-{port}.log.1"
        assert "HTTP service" in kept.read_text()
        read = json.loads(paste(requests_of(text))[-1])
        assert read["Contact"]["id"] == 3
        processes = processes_of(demo)
    wait_gone(processes, port)


def test_terminated(series, port):
    """As when a terminal is closed or `kill` is run."""
    with serving(series, port) as (demo, _text):
        processes = processes_of(demo)
        demo.terminate()
        assert demo.wait(END_SECONDS) == 0
        wait_gone(processes, port)
