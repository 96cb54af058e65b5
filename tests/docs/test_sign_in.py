"""The examples in which a user signs in with a browser, in each language."""

import contextlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from dev import examples, net, node
from tests.docs.person import visit
from tests.docs.session import EXAMPLES, PRINTED_URL, same
from tests.harness.browser import Callback, WebClient
from tests.harness.oauth import make_application
from tests.harness.rpc import OdooClient
from tests.harness.waiting import listens, wait_until

PROGRAMS = {".sh": "bash", ".py": str(examples.PYTHON.python), ".mjs": "node"}
PRINTED_PORT = "3000"
SECONDS = 60


@pytest.fixture
def register(demo):
    """`register(kind, redirect_uri)`: an application on the demo server."""
    odoo = OdooClient(demo.server.url, demo.server.db)

    def make(kind, uri, **vals):
        return make_application(odoo, odoo.uid, kind=kind, redirect_uris=uri, **vals)

    return make


@pytest.fixture
def start(demo, tmp_path, billing):
    """`start(example, application, port)`: runs the example as a reader would, on the test's port."""
    with contextlib.ExitStack() as stack:

        def run(file, application, port, **variables):
            program = tmp_path / file.name
            text = billing.renamed(file.read_text()).replace(PRINTED_URL, demo.server.url)
            program.write_text(text.replace(PRINTED_PORT, str(port)))
            process = subprocess.Popen(
                [PROGRAMS[file.suffix], str(program)],
                env={
                    **os.environ,
                    **node.environment(),
                    "no_proxy": "*",
                    "CLIENT_ID": application.client_id,
                    "CLIENT_SECRET": application.client_secret,
                    **variables,
                },
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.enter_context(process)
            stack.callback(process.kill)
            return process

        yield run


@pytest.fixture
def invoice(demo, billing):
    """The id and the number of an invoice of the demo data, which becomes the administrator's own."""
    odoo = OdooClient(demo.server.url, demo.server.db)
    domain = [billing.sent, ("state", "=", billing.posted)]
    (found,) = odoo.search(billing.model, domain, limit=1)
    table = billing.model.replace(".", "_")
    partner = odoo.ref("base.partner_admin")
    demo.server.sql(f"UPDATE {table} SET partner_id = %s WHERE id = %s", [partner, found])
    return found, odoo.read(billing.model, found, [billing.number])[billing.number]


REFRESHED_BEFORE_THE_END = 30  # seconds; both examples refresh that early


@pytest.mark.parametrize("name", ["app.mjs", "app.py"])
def test_web_application(demo, register, start, invoice, name):
    """A visitor signs in, sees the invoice, waits until the token has expired, and gets the PDF."""
    port = net.free_port()
    address = f"http://127.0.0.1:{port}"
    lifetime = REFRESHED_BEFORE_THE_END + 2
    application = register("web", f"{address}/callback", access_token_lifetime=lifetime)
    start(EXAMPLES / "web" / name, application, port)
    wait_until(lambda: listens(port), "the example listens")
    session = requests.Session()
    page = visit(address, "admin", "admin", session)
    number, name_of_invoice = invoice
    assert f'<a href="/invoices/{number}">{name_of_invoice}</a>' in page.text
    assert "Mitchell Admin</h1>" in page.text
    time.sleep(4)
    document = session.get(f"{address}/invoices/{number}")
    assert document.headers["Content-Type"] == "application/pdf"
    assert document.content.startswith(b"%PDF")
    tokens = "SELECT COUNT(jti) FROM restapi_oauth2_token WHERE application_id = %s"
    assert demo.server.sql(tokens, [application.id])[0][0] > 1, "it was not refreshed"
    missing = session.get(f"{address}/invoices/999999")
    assert (missing.status_code, "999999" in missing.text) == (400, True)
    revoke(demo, application)
    answer = session.get(address)
    assert "/common/oauth2/authorize?" in answer.url, answer.text
    assert "Mitchell Admin</h1>" in visit(address, "admin", "admin", session).text


def revoke(demo, application):
    odoo = OdooClient(demo.server.url, demo.server.db)
    tokens = odoo.search("restapi.active.token", [("application_id", "=", application.id)])
    odoo.call("restapi.active.token", "action_revoke", [tokens])


@pytest.mark.parametrize("kind", ["public", "web"])
def test_shell(demo, register, start, kind):
    """The redirect goes to an address where nothing need listen: the user copies it from the browser."""
    file = EXAMPLES / kind / "sign-in.sh"
    with Callback() as callback:
        application = register(kind, callback.uri)
        process = start(file, application, callback.origin.rpartition(":")[2])
        lines = [process.stdout.readline() for _ in range(2)]
        page = visit(lines[1].strip(), "admin", "admin")
        rest, _ = process.communicate(page.url + "\n", timeout=SECONDS)
    printed = ("".join(lines) + rest).replace(demo.server.url, PRINTED_URL)
    assert same(file, demo.series, printed), printed


def test_desktop_app(demo, register, start):
    file = EXAMPLES / "public" / "app.py"
    application = register("public", "http://127.0.0.1/callback")
    person = Path(__file__).with_name("person.py")
    browser = {"BROWSER": f"{sys.executable} {person} %s &", "LOGIN": "admin", "PASSWORD": "admin"}
    printed, _ = start(file, application, 0, **browser).communicate(timeout=SECONDS)
    assert same(file, demo.series, printed), printed


def test_single_page_app(demo, register, browser):
    with Callback() as site, contextlib.closing(browser.new_context()) as context:
        application = register("public", site.uri)
        text = (EXAMPLES / "public" / "page.html").read_text()
        text = text.replace(PRINTED_URL, demo.server.url)
        site.page = text.replace(
            "the Consumer Key of your public application", application.client_id
        )
        web = WebClient(context.new_page(), demo.server.url, demo.series)
        web.page.goto(site.uri)
        web.sign_in("admin", "admin")
        web.page.locator("button[value=allow]").click()
        web.page.locator("#answer", has_text="Belgium").wait_for()
        assert web.page.url == site.uri
