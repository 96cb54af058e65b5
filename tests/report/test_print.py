"""`/report` as in chapter 3.3 of the manual, and the representations that `Accept` selects."""

import base64
import re

import pytest

from tests.harness.http import HttpClient
from tests.harness.pdf import texts
from tests.harness.problems import problem
from tests.harness.server import fresh_database

REPORT = "/restapi/1.0/report"
PDF = {"Accept": "application/pdf"}


def check_report(entry, record_id):
    assert set(entry) == {"id", "state", "format", "result"}
    assert entry["id"] == record_id
    assert entry["state"] == "true"
    assert entry["format"] == "pdf"
    document = base64.b64decode(entry["result"], validate=True)
    assert document.startswith(b"%PDF-")
    return document


def test_manual_3_3_1_print_single_report(http, token, invoices, server, odoo, billing, has):
    answer = http.get(f"{REPORT}/account.report_invoice/{invoices[0]}", token=token)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/json"
    assert set(answer.json()) == {"report"}
    (page,) = texts(check_report(answer.json()["report"], invoices[0]))
    assert odoo.read(billing.model, invoices[0], [billing.number])[billing.number] in page
    log = (
        server.log_since_mark()
    )  # shows that wkhtmltopdf fetched the styles and, with them, the fonts
    fonts = ["Lato-Reg"] if has("embedded fonts in reports") else []
    for file in ("report_assets_pdf", *fonts):
        assert re.search(rf'"GET \S*{file}\S* HTTP/1.1" 200', log)


def test_manual_3_3_2_print_list_reports(http, token, invoices):
    ids = ",".join(map(str, reversed(invoices)))
    answer = http.get(f"{REPORT}/account.report_invoice?ids={ids}", token=token)
    assert answer.status_code == 200, answer.text
    reports = answer.json()["report"]
    assert [entry["id"] for entry in reports] == list(reversed(invoices))
    documents = [check_report(*pair) for pair in zip(reports, reversed(invoices), strict=True)]
    assert documents[0] != documents[1]


def test_accept_pdf_gets_a_file_with_odoos_name(http, token, invoices, odoo, billing, has):
    number = odoo.read(billing.model, invoices[0], [billing.number])[billing.number]
    answer = http.get(f"{REPORT}/account.report_invoice/{invoices[0]}", token=token, headers=PDF)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "application/pdf"
    kind = "Invoice%20-%20" if has("invoice types in report file names") else ""
    name = kind + number.replace("/", "%2F")
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}.pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.content.startswith(b"%PDF-")


def test_accept_pdf_merges_several_records(http, token, partners, pdf_report, odoo):
    ids = ",".join(map(str, partners))
    answer = http.get(f"{REPORT}/{pdf_report}?ids={ids}", token=token, headers=PDF)
    assert answer.status_code == 200, answer.text
    for partner, page in zip(partners, texts(answer.content), strict=True):
        assert odoo.read("res.partner", partner, ["name"])["name"] in page
    # for several records, Odoo ignores print_report_name
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''Sheet.pdf"


def test_quality_values_decide(http, token, partners, pdf_report):
    url = f"{REPORT}/{pdf_report}/{partners[0]}"
    headers = {"Accept": "application/json;q=0.5, application/pdf;q=0.9"}
    answer = http.get(url, token=token, headers=headers)
    assert answer.headers["Content-Type"] == "application/pdf"


def test_by_external_id(http, token, invoices):
    url = f"{REPORT}/account.account_invoices/{invoices[0]}"
    assert http.get(url, token=token, headers=PDF).content.startswith(b"%PDF-")


def test_a_record_by_its_external_id(http, token, partners, html_report, odoo):
    name = f"sheet_{partners[0]}"
    vals = {"module": "shop", "name": name, "model": "res.partner", "res_id": partners[0]}
    odoo.create("ir.model.data", vals)
    url = f"{REPORT}/{html_report}/by/shop.{name}"
    for headers in ({}, {"Accept": "text/html"}):
        by_name = http.get(url, token=token, headers=headers)
        assert by_name.status_code == 200, by_name.text
        by_id = http.get(f"{REPORT}/{html_report}/{partners[0]}", token=token, headers=headers)
        assert by_name.content == by_id.content
    for text in ("shop.nobody", "base.user_admin"):
        answer = http.get(f"{REPORT}/{html_report}/by/{text}", token=token)
        assert problem(answer, 404, "unknown_record")["external_id"] == text
    problem(http.get(f"{REPORT}/{html_report}/by/nope", token=token), 400, "invalid_parameter")
    problem(http.get(f"{REPORT}/nope.nope/by/shop.{name}", token=token), 404, "unknown_report")


def test_html_report(http, token, partners, html_report, odoo):
    name = odoo.read("res.partner", partners[0], ["name"])["name"]
    url = f"{REPORT}/{html_report}/{partners[0]}"
    answer = http.get(url, token=token, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert name in answer.text
    as_json = http.get(url, token=token).json()["report"]
    assert as_json["format"] == "html"
    assert name in base64.b64decode(as_json["result"]).decode()


def test_text_report(http, token, partners, make_report, odoo):
    report = make_report(report_type="qweb-text")
    names = [odoo.read("res.partner", one, ["name"])["name"] for one in partners]
    ids = ",".join(map(str, partners))
    answer = http.get(f"{REPORT}/{report}?ids={ids}", token=token, headers={"Accept": "text/plain"})
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].endswith("Sheet.txt")
    assert [name for name in names if f"Name: {name}." not in answer.text] == []


@pytest.mark.parametrize("accept", ["text/html", "text/plain", "image/png"])
def test_types_that_the_report_lacks_are_406(http, token, partners, pdf_report, accept):
    url = f"{REPORT}/{pdf_report}/{partners[0]}"
    body = problem(http.get(url, token=token, headers={"Accept": accept}), 406, "not_acceptable")
    assert "application/pdf" in body["offered"]


def test_print_report_name_is_evaluated_as_odoo_does(http, token, partners, make_report):
    report = make_report(print_report_name="'Größe %s' % object.id")
    url = f"{REPORT}/{report}/{partners[0]}"
    answer = http.get(url, token=token, headers={"Accept": "text/html"})
    name = f"Gr%C3%B6%C3%9Fe%20{partners[0]}.html"
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=UTF-8''{name}"


def test_the_context_selects_the_language(http, token, partners, make_report, odoo):
    (german,) = odoo.call(
        "res.lang", "search", [[("code", "=", "de_DE")]], context={"active_test": False}
    )
    odoo.write("res.lang", german, {"active": True})
    report = make_report()
    (action,) = odoo.search("ir.actions.report", [("report_name", "=", report)])
    odoo.call(
        "ir.actions.report", "write", [[action], {"name": "Blatt"}], context={"lang": "de_DE"}
    )
    url = f"{REPORT}/{report}/{partners[0]}"
    for lang, file_name, date in [
        ("de_DE", "Blatt", r"\d\d\.\d\d\.\d{4}"),
        ("en_US", "Sheet", r"\d\d/\d\d/\d{4}"),
    ]:
        answer = http.get(
            url,
            params={"context": f"{{'lang': '{lang}'}}"},
            token=token,
            headers={"Accept": "text/html"},
        )
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Disposition"].endswith(f"''{file_name}.html")
        assert f"in {lang}" in " ".join(answer.text.split())
        assert re.search(date, answer.text)


def test_the_users_own_language_is_the_default(http, token_of, make_user, partners, html_report):
    user = make_user(["base.group_user"], lang="en_US")
    url = f"{REPORT}/{html_report}/{partners[0]}"
    answer = http.get(url, token=token_of(user.id), headers={"Accept": "text/html"})
    assert "in en_US" in " ".join(answer.text.split())


def test_printing_leaves_no_session_behind(http, token, partners, pdf_report, server):
    before = set(server.session_files)
    answer = http.get(f"{REPORT}/{pdf_report}/{partners[0]}", token=token)
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    assert set(server.session_files) - before == set()


def test_manual_3_3_reports_are_found_by_searching_ir_actions_report(http, token, billing):
    domain = f"[('model','=','{billing.model}')]"
    answer = http.get(
        "/restapi/1.0/object/ir.actions.report",
        params={"domain": domain, "fields": "name,model,report_name"},
        token=token,
    )
    assert answer.status_code == 200, answer.text
    (rows,) = answer.json().values()
    assert "account.report_invoice" in [row["report_name"] for row in rows]


@pytest.mark.timeout(300)  # it creates a database and a server
def test_styles_are_found_on_a_server_of_several_databases(
    make_server, series, postgres_port, server, odoo, token, invoices
):
    """wkhtmltopdf sends no X-Odoo-Database header: its session names the database."""
    with fresh_database(series, f"{server.db}_second", postgres_port) as second:
        both = f"^({server.db}|{second})$"
        shared = make_server(db=server.db, extra_conf={"dbfilter": both, "db_name": False})
        print_on(shared, server, odoo, token, invoices[0])


def print_on(shared, server, odoo, token, invoice):
    odoo.call("ir.config_parameter", "set_param", ["report.url", shared.url])
    try:
        shared.mark_log()
        with HttpClient(shared.url) as http:
            answer = http.get(
                f"{REPORT}/account.report_invoice/{invoice}",
                token=token,
                headers={"X-Odoo-Database": server.db},
            )
        check_report(answer.json()["report"], invoice)
        assert re.search(r'"GET \S*report_assets_pdf\S* HTTP/1.1" 200', shared.log_since_mark())
    finally:
        odoo.call("ir.config_parameter", "set_param", ["report.url", server.url])


def test_any_key_of_a_context(http, token):
    """Seen to fail up to 18.0, whose `with_context` has an argument `self`: 500."""
    url = f"{REPORT}/account.report_invoice/2147483647"
    answer = http.get(url, token=token, params={"context": "{'self': 1}"})
    problem(answer, 404, "unknown_record")
