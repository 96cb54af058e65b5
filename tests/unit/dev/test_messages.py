"""Error messages say what to do, without a traceback."""

import errno
import os
import re
import subprocess

import pytest

from dev import apt, demo, paths, process
from dev.__main__ import explain
from dev.console import Problem
from tests.harness.command import run_dev


@pytest.mark.parametrize(
    ("output", "advice"),
    [
        ("cp: write error: No space left on device", "the disk is full"),
        ("Temporary failure resolving 'a.example'", "set ODOO_PATH_19_0"),
        ("pip._vendor.urllib3…NewConnectionError", "set ODOO_PATH_19_0"),
        ("anything else", "read the full output in"),
    ],
)
def test_failed_program_is_explained(output: str, advice: str) -> None:
    with pytest.raises(process.Failed) as caught:
        process.run(["sh", "-c", 'echo "$1"; exit 3', "sh", output], log="test-messages")
    assert "sh failed (3)" in str(caught.value)
    assert output in str(caught.value)
    assert advice in str(caught.value)


@pytest.mark.parametrize(
    ("number", "advice"),
    [
        (errno.ENOSPC, "the disk is full"),
        (errno.EACCES, "belongs to another user"),
        (errno.EIO, "run the command again"),
    ],
)
def test_system_error_is_explained(number: int, advice: str) -> None:
    assert advice in explain(OSError(number, os.strerror(number)))


def test_unknown_series_lists_the_known_ones() -> None:
    done = run_dev("demo", SERIES="11.0")
    assert done.returncode == 1
    assert "SERIES=20.0, 19.0, 18.0, 17.0, 16.0, 15.0, 14.0, 13.0, 12.0" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("port", ["http", "0", "70000"])
def test_invalid_port_is_refused(port: str) -> None:
    done = run_dev("demo", PORT=port)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert f"PORT={port} is not a port" in done.stderr


def test_without_apt_the_message_names_a_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apt, "KEYRINGS", [])
    with pytest.raises(Problem, match="ODOO_PATH_19_0 or ODOO_PATH_14_0"):
        apt.Suite("sid").download(["odoo-19"])


def test_printed_requests_are_complete() -> None:
    start = {"client_id": "KEY", "client_secret": "SECRET"}
    text = demo.introduction("19.0", "http://127.0.0.1:8069", start, paths.LOG / "x.log")
    lines = [line for line in text.splitlines() if re.match(r"curl|\w+=|member\(\)", line)]
    assert len(lines) == 6
    script = "\n".join(lines)
    assert subprocess.run(["sh", "-n", "-c", script], check=False).returncode == 0
    assert "-u KEY:SECRET" in text
    assert "/object/res.partner/3?fields=['name','country_id']" in text
