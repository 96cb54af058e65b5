"""Both builds of wkhtmltopdf: with patched Qt, which Odoo requires, and Debian's."""

import shlex

import pytest

from dev import wkhtmltopdf
from tests.harness.http import HttpClient
from tests.harness.pdf import texts

REPORT = "/restapi/1.0/report"
PDF = {"Accept": "application/pdf"}

COUNTING = """#!/bin/sh
case "$*" in *--version*) ;; *) echo run >> {log};; esac
exec {program} "$@"
"""


@pytest.fixture
def host(make_server, server, tmp_path):
    """`host(build)`: a client of a host that prints with it, and a file with one line per run."""

    def start(build):
        log = tmp_path / "runs"
        program = tmp_path / "bin" / "wkhtmltopdf"
        program.parent.mkdir()
        names = {"log": log, "program": build.wrapper}
        quoted = {name: shlex.quote(str(path)) for name, path in names.items()}
        program.write_text(COUNTING.format(**quoted))
        program.chmod(0o755)
        running = make_server(db=server.db, env={"PATH": f"{program.parent}:/bin"})
        return HttpClient(running.url), log

    return start


def runs(log):
    return len(log.read_text().splitlines())


@pytest.mark.timeout(300)
@pytest.mark.parametrize("build", wkhtmltopdf.BUILDS, ids=lambda build: build.name)
def test_print_and_merge(host, build, token, invoices, odoo, billing, has):
    if has("report headers that need company details"):
        for company in odoo.call("res.company", "search_read", [[], ["name"]]):
            odoo.write("res.company", company["id"], {"company_details": company["name"]})
    http, log = host(build)
    answer = http.get(f"{REPORT}/account.report_invoice/{invoices[0]}", token=token, headers=PDF)
    assert answer.status_code == 200, answer.text
    assert len(texts(answer.content)) == 1
    assert runs(log) == 1
    ids = ",".join(map(str, invoices))
    answer = http.get(f"{REPORT}/account.report_invoice?ids={ids}", token=token, headers=PDF)
    assert answer.status_code == 200, answer.text
    pages = texts(answer.content)
    assert len(pages) == len(invoices)
    if build is wkhtmltopdf.UNPATCHED:
        assert runs(log) > 1 + 1  # it draws letters as shapes, so there is no text to check
        return
    assert runs(log) == 1 + 1
    names = [billing.number, "company_id"]
    rows = odoo.call(billing.model, "read", [invoices, names])
    for page, invoice in zip(pages, rows, strict=True):
        assert invoice[billing.number] in page
        assert invoice["company_id"][1] in page  # the header
        assert "Page" in page  # the footer
