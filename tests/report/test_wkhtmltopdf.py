"""wkhtmltopdf missing, broken and slow: a quick 503 that states the cause."""

import base64
import os
import time

import psutil
import pytest

from tests.harness.http import HttpClient
from tests.harness.pdf import texts
from tests.harness.problems import problem

REPORT = "/restapi/1.0/report"
LIMIT = 12  # seconds

# Runs the script beside it, except when Odoo asks for its version.
MOODY = """#!/bin/sh
case "$*" in *--version*) echo "wkhtmltopdf 0.12.6"; exit 0;; esac
. "$(dirname "$0")/mood"
"""


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "bin"
    path.mkdir()
    return path


@pytest.fixture
def second_host(make_server, server, folder):
    """A host of the same database whose PATH holds the test's folder and what `sh` needs."""

    def start():
        path = f"{folder}:/bin"
        limits = {"limit_time_real": LIMIT, "limit_time_real_cron": 600}
        running = make_server(db=server.db, extra_conf=limits, env={"PATH": path})
        return running, HttpClient(running.url)

    return start


def is_odoo(process):
    try:
        return any("odoo" in word for word in process.cmdline())
    except psutil.NoSuchProcess:
        return False


def workers(running):
    """Odoo's processes, without those that they start."""
    return {child for child in psutil.Process(running.pids[0]).children() if is_odoo(child)}


def detail(answer):
    assert int(answer.headers["Retry-After"]) > 0
    return problem(answer, 503, "service_unavailable")["detail"]


@pytest.fixture
def saved_document(http, token, make_report, partners):
    """The address of a document that Odoo has saved, and its content when it was printed."""
    report = make_report(
        report_type="qweb-pdf",
        attachment="'saved_document-%s.pdf' % object.id",
        attachment_use=True,
    )
    url = f"{REPORT}/{report}/{partners[2]}"
    answer = http.get(url, token=token)
    assert answer.status_code == 200, answer.text
    return url, answer.json()


@pytest.mark.timeout(300)
def test_missing(second_host, token, pdf_report, html_report, partners, saved_document, has):
    if os.path.exists("/bin/wkhtmltopdf"):
        pytest.fail("this machine has /bin/wkhtmltopdf, which the test can't hide")
    _, http = second_host()
    url = f"{REPORT}/{pdf_report}/{partners[0]}"
    for accept in ("application/json", "application/pdf"):
        answer = http.get(url, token=token, headers={"Accept": accept})
        assert "not installed" in detail(answer)
    assert http.get(f"{REPORT}/{html_report}/{partners[0]}", token=token).status_code == 200
    url, document = saved_document
    again = http.get(url, token=token).json()
    if has("saved documents rewritten page by page"):
        again, document = pages(again), pages(document)
    assert again == document


def pages(answer):
    return texts(base64.b64decode(answer["report"]["result"]))


@pytest.mark.timeout(300)
def test_broken_and_slow(second_host, folder, token, pdf_report, partners, make_report, odoo):
    program = folder / "wkhtmltopdf"
    program.write_text(MOODY)
    program.chmod(0o755)
    mood = folder / "mood"
    running, http = second_host()
    url = f"{REPORT}/{pdf_report}/{partners[0]}"
    several = f"{REPORT}/{pdf_report}?ids={partners[0]},{partners[1]}"

    mood.write_text("echo '/tmp/secret/path' >&2; exit 3")
    answer = http.get(url, token=token)
    assert "error code 3" in detail(answer)
    assert "/tmp" not in answer.text
    assert "error code 3" in detail(
        http.get(several, token=token, headers={"Accept": "application/pdf"})
    )

    mood.write_text("exit 1")  # for Odoo only a warning
    assert "produced no document" in detail(http.get(url, token=token))

    mood.write_text("sleep 300")
    begin, begin_workers = time.monotonic(), workers(running)
    assert "time limit" in detail(http.get(url, token=token))
    assert time.monotonic() - begin < LIMIT
    children = psutil.Process(running.pids[0]).children(recursive=True)
    assert psutil.wait_procs([child for child in children if not is_odoo(child)], 5)[1] == []
    assert begin_workers == workers(running)  # Odoo has killed no worker

    program.unlink()  # while the server runs
    assert "can't be started" in detail(http.get(url, token=token))
    assert "Traceback" not in http.get(url, token=token).text
