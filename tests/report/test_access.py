"""Who may print what: no document shows a record that the caller may not read."""

import secrets

import pytest

from tests.harness.problems import problem

REPORT = "/restapi/1.0/report"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="session")
def employee(make_user):
    return make_user(["base.group_user", "base.group_partner_manager"])


@pytest.fixture(scope="session")
def employee_token(employee, token_of):
    return token_of(employee.id)


@pytest.fixture(scope="session")
def hidden(odoo, concealed):
    """A contact of a company to which only the administrator belongs."""
    name = f"Hidden {secrets.token_hex(4)}"
    company = odoo.create("res.company", {"name": name})
    partner = odoo.create("res.partner", {"name": name, "company_id": company, **concealed})
    return {"company": company, "id": partner, "name": name}


def test_a_record_without_access(http, employee_token, html_report, hidden):
    answer = http.get(f"{REPORT}/{html_report}/{hidden['id']}", token=employee_token)
    assert problem(answer, 403, "access_error")["exception"] == "odoo.exceptions.AccessError"


def test_a_record_without_access_by_its_external_id(
    http, odoo, employee_token, html_report, hidden
):
    """It is as if it weren't there."""
    name = f"hidden_{hidden['id']}"
    vals = {"module": "shop", "name": name, "model": "res.partner", "res_id": hidden["id"]}
    odoo.create("ir.model.data", vals)
    answer = http.get(f"{REPORT}/{html_report}/by/shop.{name}", token=employee_token)
    problem(answer, 404, "unknown_record")
    assert hidden["name"] not in answer.text


def test_a_model_without_access(http, employee_token, invoices):
    url = f"{REPORT}/account.report_invoice/{invoices[0]}"
    problem(http.get(url, token=employee_token), 403, "access_error")


def test_allowed_and_forbidden_ids_together(http, employee_token, html_report, partners, hidden):
    url = f"{REPORT}/{html_report}?ids={partners[0]},{hidden['id']}"
    for headers in ({}, HTML):
        answer = http.get(url, token=employee_token, headers=headers)
        problem(answer, 403, "access_error")
        assert hidden["name"] not in answer.text


def test_a_saved_document_is_no_way_around(http, token, employee_token, make_report, hidden):
    """Odoo looks up saved documents as the superuser. Seen to fail without the access check for all records."""
    report = make_report(
        report_type="qweb-pdf", attachment="'kept-%s.pdf' % object.id", attachment_use=True
    )
    url = f"{REPORT}/{report}/{hidden['id']}"
    assert http.get(url, token=token).status_code == 200
    problem(http.get(url, token=employee_token), 403, "access_error")


def test_the_groups_of_the_report(http, token, employee_token, make_report, partners, odoo):
    fields = odoo.call("ir.actions.report", "fields_get")
    groups = "group_ids" if "group_ids" in fields else "groups_id"
    report = make_report(**{groups: [(6, 0, [odoo.ref("base.group_system")])]})
    url = f"{REPORT}/{report}/{partners[0]}"
    problem(http.get(url, token=employee_token), 403, "forbidden")
    assert http.get(url, token=token).status_code == 200


def test_a_foreign_company_in_the_context(http, employee_token, html_report, partners, hidden, has):
    url = f"{REPORT}/{html_report}/{partners[0]}"
    context = f"{{'allowed_company_ids': [{hidden['company']}]}}"
    answer = http.get(url, params={"context": context}, token=employee_token)
    if has("several active companies"):
        problem(answer, 403, "access_error")
    else:  # the user's company applies, whatever the context says
        assert answer.json() == http.get(url, token=employee_token).json()


def test_a_template_that_reads_without_access(http, employee_token, make_report, partners):
    more = """<t t-esc="o.env['ir.config_parameter'].search([]).mapped('value')"/>"""
    answer = http.get(f"{REPORT}/{make_report(more)}/{partners[0]}", token=employee_token)
    assert problem(answer, 403, "access_error")["exception"] == "odoo.exceptions.AccessError"


def test_portal_users_print_their_own(http, token_of, make_user, html_report, partners):
    user = make_user(["base.group_portal"])
    token = token_of(user.id)
    url = f"{REPORT}/{html_report}/"
    assert http.get(f"{url}{user.partner_id}", token=token, headers=HTML).status_code == 200
    problem(http.get(f"{url}{partners[0]}", token=token), 403, "access_error")


def test_the_scope_report(http, odoo, token_of, html_report, partners):
    token = token_of(odoo.uid, scope="read write")
    url = f"{REPORT}/{html_report}/{partners[0]}"
    assert problem(http.get(url, token=token), 403, "insufficient_scope")["scope"] == "report"
    problem(http.get(url), 401, "unauthorized")


@pytest.mark.parametrize(
    "name", ["account.report_invoic", "base.user_admin", "nothing", "a.b.c", "%s", "x" * 3000]
)
def test_an_unknown_report(http, token, name):
    body = problem(http.get(f"{REPORT}/{name}/1", token=token), 404, "unknown_report")
    assert ("'account.report_invoice'" in body["detail"]) is name.startswith("account")


def test_a_nul_character(http, token):
    """Seen to fail without the check for NUL in values."""
    problem(http.get(f"{REPORT}/a%00b/1", token=token), 400, "invalid_parameter")


def test_an_unknown_record_is_named_and_nothing_printed(http, token, html_report, partners):
    url = f"{REPORT}/{html_report}?ids={partners[0]},987654321"
    assert problem(http.get(url, token=token), 404, "unknown_record")["ids"] == [987654321]


@pytest.mark.parametrize("query", ["", "?ids=", "?ids=[]", "?ids=x", "?ids=0", "?ids=-1"])
def test_invalid_ids(http, token, html_report, query):
    answer = http.get(f"{REPORT}/{html_report}{query}", token=token)
    assert problem(answer, 400)["parameter"] == "ids"


def test_an_unknown_parameter(http, token, html_report, partners):
    answer = http.get(f"{REPORT}/{html_report}/{partners[0]}?format=pdf", token=token)
    problem(answer, 400, "unknown_parameter")


def test_a_report_that_needs_a_wizard(http, token, make_report, partners):
    report = make_report("""<t t-esc="int(o.name)"/>""")
    body = problem(http.get(f"{REPORT}/{report}/{partners[0]}", token=token), 403, "odoo_error")
    assert report in body["detail"]
    assert "wizard" in body["detail"]


def test_a_template_with_a_mistake(http, token, make_report, partners):
    """The error is in Odoo's code, not the addon's: 403, and its traceback stays in the log."""
    report = make_report("""<t t-esc="1 / (o.id - o.id)"/>""")
    answer = http.get(f"{REPORT}/{report}/{partners[0]}", token=token)
    assert "ZeroDivisionError" in problem(answer, 403)["detail"]


def test_a_report_of_a_foreign_type(http, token, make_report, partners, server):
    report = make_report()
    server.sql("UPDATE ir_act_report_xml SET report_type = 'xlsx' WHERE report_name = %s", [report])
    answer = http.get(f"{REPORT}/{report}/{partners[0]}", token=token)
    assert "xlsx" in problem(answer, 404, "unsupported_report")["detail"]


def test_a_report_of_a_missing_model(http, token, make_report, server):
    report = make_report()
    server.sql("UPDATE ir_act_report_xml SET model = 'no.model' WHERE report_name = %s", [report])
    problem(http.get(f"{REPORT}/{report}/1", token=token), 404, "unknown_report")
