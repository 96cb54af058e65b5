"""Reports on contacts, made for the tests: short, and the same on every series."""

import secrets

import pytest

from tests.harness.foreign import foreign
from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application

SHEET = """
<t t-name="%s">
    <t t-call="web.html_container">
        <t t-foreach="docs" t-as="o">
            <main>
            <div class="article" t-att-data-oe-model="o._name" t-att-data-oe-id="o.id">
                <h2 t-esc="o.name"/>
                <span t-esc="o.create_date" t-options='{"widget": "date"}'/>
                <t t-if="o.env.context.get('lang')">in <t t-esc="o.env.context.get('lang')"/></t>
                %s
            </div>
            </main>
        </t>
    </t>
</t>
"""
TEXT = """<t t-name="%s"><t t-foreach="docs" t-as="o">Name: <t t-esc="o.name"/>.</t>%s</t>"""


@pytest.fixture(scope="session", autouse=True)
def report_url(odoo, server):
    """The address from which wkhtmltopdf fetches styles; by default, Odoo uses port 8069."""
    odoo.call("ir.config_parameter", "set_param", ["report.url", server.url])


@pytest.fixture(scope="session")
def token_of(server, odoo):
    """`token_of(user_id, scope='read')`: an access token of that user."""

    def make(user_id, **params):
        with HttpClient(server.url) as http:
            return get_token(http, make_application(odoo, user_id), **params)["access_token"]

    return make


@pytest.fixture(scope="session")
def token(odoo, token_of):
    return token_of(odoo.uid)


@pytest.fixture(scope="session")
def invoices(odoo, billing):
    """Two invoices of the demo data."""
    ids = odoo.search(billing.model, [billing.sent, ("state", "=", billing.posted)], limit=2)
    assert len(ids) == 2
    return ids


@pytest.fixture(scope="session")
def concealed(odoo, has):
    """Values that hide a contact of another company from employees, if its company alone does not."""
    if has("company rules for contacts"):
        return {}
    group = odoo.ref("base.group_private_addresses")
    odoo.write("res.groups", group, {"users": [(4, odoo.uid)]})
    return {"type": "private"}


@pytest.fixture(scope="session")
def partners(odoo):
    names = [f"{name} {secrets.token_hex(3)}" for name in ("Ada", "Grace", "Barbara")]
    return [odoo.create("res.partner", {"name": name}) for name in names]


@pytest.fixture(scope="session")
def make_report(odoo):
    """`make_report(more='<t …/>', report_type='qweb-html', **vals)`: a report; returns its report_name."""

    def make(more="", report_type="qweb-html", **vals):
        name = f"sheet_{secrets.token_hex(4)}"
        key = f"restapi_test.{name}"
        arch = (TEXT if report_type == "qweb-text" else SHEET) % (key, more)
        view = odoo.create("ir.ui.view", {"name": name, "type": "qweb", "key": key, "arch": arch})
        xmlid = {"module": "restapi_test", "name": name, "model": "ir.ui.view", "res_id": view}
        odoo.create("ir.model.data", xmlid)
        action = {
            "name": "Sheet",
            "model": "res.partner",
            "report_type": report_type,
            "report_name": key,
            **vals,
        }
        odoo.create("ir.actions.report", action)
        return key

    return make


@pytest.fixture(scope="session")
def html_report(make_report):
    return make_report()


@pytest.fixture(scope="session")
def pdf_report(make_report):
    return make_report(report_type="qweb-pdf")


@pytest.fixture
def elsewhere():
    """A server that does not belong to Odoo."""
    with foreign() as server:
        yield server
