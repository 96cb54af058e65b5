"""wkhtmltopdf gets no session, and the session that the proxy adds can only read images."""

import os
import re
import signal
import time

import pytest
import requests

from dev import wkhtmltopdf
from tests.harness.http import HttpClient
from tests.harness.oauth import make_application
from tests.harness.pictures import png
from tests.harness.printer import Printer
from tests.harness.visitor import Visitor

API = "/restapi/1.0"
PDF = {"Accept": "application/pdf"}
LIMIT = 20  # seconds
WIDTH = 41


@pytest.fixture
def printer(tmp_path):
    return Printer(tmp_path, wkhtmltopdf.BUILDS[0])


@pytest.fixture
def running(make_server, server, printer):
    """A host that prints with it."""
    return make_server(db=server.db, env={"PATH": printer.path})


@pytest.fixture
def client(running):
    return HttpClient(running.url)


@pytest.fixture
def partner(odoo, picture):
    return odoo.create("res.partner", {"name": "Pictured", picture: png(WIDTH)})


@pytest.fixture
def attachment(odoo, partner):
    """`attachment(name, content)`: one that is not public."""

    def make(name, content):
        vals = {"name": name, "res_model": "res.partner", "res_id": partner, "datas": content}
        return odoo.create("ir.attachment", vals)

    return make


@pytest.fixture
def start(client, token, pdf_report, partner):
    """Starts to print."""
    return lambda: client.get(f"{API}/report/{pdf_report}/{partner}", token=token, headers=PDF)


def as_session(client, path, method="GET", **kwargs):
    """`as_session(client, path, session=…)`: a request with the cookie of that session."""
    cookie = {"Cookie": f"session_id={kwargs.pop('session')}"}
    return client.request(method, path, headers=cookie, **kwargs)


def print_session(running, before):
    """The file and the id of the session created for printing."""
    (file,) = [file for file in running.session_files if file not in before and marked(file)]
    name = file.name.removeprefix("werkzeug_").removesuffix(".sess")
    return file, name


def marked(file):
    return b"restapi_print" in file.read_bytes()


def is_picture(answer):
    return answer.status_code == 200 and WIDTH.to_bytes(4, "big") in answer.content[:24]


def call(client, session, path, params):
    """Calls Odoo's JSON-RPC like the web client: returns its result, or None for an error."""
    body = {"jsonrpc": "2.0", "method": "call", "id": 1, "params": params}
    answer = as_session(client, path, "POST", session=session, json=body)
    return answer.json().get("result") if answer.status_code == 200 else None


@pytest.mark.timeout(300)
def test_what_the_session_can_do(
    running, client, printer, start, attachment, partner, pdf_report, odoo, invoices
):
    """Someone who obtains it while the document is printed can read images, as the document does, and nothing
    else. Seen to fail without the list of paths, the check of the media type, and the end of the session."""
    picture, file = attachment("p.png", png(WIDTH)), attachment("f.txt", "c2VjcmV0IHRleHQ=")
    before = set(running.session_files)
    with printer.paused(start):
        path, session = print_session(running, before)
        assert is_picture(as_session(client, f"/web/image/{picture}", session=session))
        assert not is_picture(client.get(f"/web/image/{picture}"))
        for address in (
            f"/web/content/{file}",
            f"/web/content/{file}?download=1",
            f"/web/image/{file}",
        ):
            assert b"secret text" not in as_session(client, address, session=session).content
        refused = as_session(client, f"/web/image/{picture}", "POST", session=session)
        assert not is_picture(refused)

        read = {"model": "res.partner", "method": "read", "args": [[partner]], "kwargs": {}}
        assert call(client, session, "/web/dataset/call_kw", read) is None
        info = call(client, session, "/web/session/get_session_info", {}) or {}
        assert not info.get("uid")
        for page in ("/web", "/odoo", f"/report/pdf/{pdf_report}/{partner}"):
            answer = as_session(client, page, session=session)
            assert answer.status_code in (302, 303, 404) or "login" in answer.text, page
            assert not answer.content.startswith(b"%PDF-")
        portal = (
            f"/my/invoices/{invoices[0]}?report_type=pdf"  # also served to visitors with a token
        )
        assert not as_session(client, portal, session=session).content.startswith(b"%PDF-")
        for own_path in ("/object/res.partner", "/common/oauth2/userinfo"):
            assert as_session(client, API + own_path, session=session).status_code == 401
        application = make_application(odoo, odoo.uid, kind="web")
        consent = {"response_type": "code", "client_id": application.client_id}
        page = as_session(client, f"{API}/common/oauth2/authorize", session=session, params=consent)
        assert 'value="allow"' not in page.text
    assert not path.exists()
    # a test with killed workers leaves one
    assert not [file for file in running.session_files if file not in before and marked(file)]
    assert not is_picture(as_session(client, f"/web/image/{picture}", session=session))


@pytest.mark.timeout(300)
def test_a_killed_worker_leaves_a_session_that_expires(
    make_server, server, printer, token, pdf_report, partner, attachment
):
    """On every series, whether or not it deletes sessions by time. Seen to fail without the expiry of the
    session."""
    conf = {"limit_time_real": LIMIT, "limit_time_real_cron": 600}
    running = make_server(db=server.db, extra_conf=conf, env={"PATH": printer.path})
    client = HttpClient(running.url)
    picture = attachment("p.png", png(WIDTH))
    url = f"{API}/report/{pdf_report}/{partner}"
    for _worker in range(4):  # warms up each worker
        client.get(url, token=token, headers=PDF)
    before = set(running.session_files)

    def start():
        with pytest.raises(requests.ConnectionError):
            client.get(url, token=token, headers=PDF)

    with printer.paused(start):
        begin = time.monotonic()
        path, session = print_session(running, before)
        for worker in running.pids[1:]:
            os.kill(worker, signal.SIGKILL)
    client = HttpClient(server.url)
    assert path.exists()
    assert is_picture(as_session(client, f"/web/image/{picture}", session=session))
    time.sleep(max(0, begin + LIMIT + 1 - time.monotonic()))
    assert not is_picture(as_session(client, f"/web/image/{picture}", session=session))


@pytest.mark.timeout(300)
def test_wkhtmltopdf_gets_no_session(
    running, client, printer, odoo, partner, make_user, token_of, pdf_report
):
    """Nor in methods that print, whose requests may carry a browser's cookie. Seen to fail without the session
    that is never stored, and without the confinement of calls."""
    groups = ["base.group_user", "base.group_system", "base.group_partner_manager"]
    user = make_user(groups)
    visitor = Visitor(running.url)
    visitor.sign_in(user)
    session = visitor.cookies["session_id"]
    report = odoo.search("ir.actions.report", [("report_name", "=", pdf_report)])[0]
    template = {
        "name": "Printed",
        "model_id": odoo.search("ir.model", [("model", "=", "res.partner")])[0],
        "email_to": "someone@example.com",
    }
    if "report_template" in odoo.call("mail.template", "fields_get"):
        template["report_template"] = report
    else:
        template["report_template_ids"] = [(6, 0, [report])]
    template_id = odoo.create("mail.template", template)
    headers = {"Authorization": f"Bearer {token_of(user.id)}", "Cookie": f"session_id={session}"}
    url = f"{API}/object/mail.template/{template_id}/send_mail"

    def send():
        answers.append(client.post(url, headers=headers, json={"res_id": partner}))

    answers = []
    before = set(running.session_files)
    with printer.paused(send):
        assert "--proxy" in printer.arguments
        passed = re.findall(r"session_id[=\n]([\w-]+)", "\n".join(printer.arguments))
        _path, added_by_proxy = print_session(running, before)
        assert passed
        assert not {session, added_by_proxy} & set(passed)
        for one in passed:
            info = call(client, one, "/web/session/get_session_info", {}) or {}
            assert not info.get("uid")
    assert answers[0].status_code == 200, answers[0].text


@pytest.mark.timeout(300)
def test_the_proxy(server, running, printer, start, attachment, elsewhere):
    """It requires a password and connects to this server only. Seen to fail without the comparison of its
    targets, and without that of the password."""
    picture = attachment("p.png", png(WIDTH))
    with printer.paused(start):
        proxy = printer.arguments[printer.arguments.index("--proxy") + 1]
        secret = proxy.partition("@")[0]
        own = f"{server.url}/web/image/{picture}"
        assert is_picture(through(proxy, "GET", own))
        assert not is_picture(through(proxy.replace(secret, "http://restapi:x"), "GET", own))
        assert through(proxy, "POST", own).status_code == 501
        there = f"http://127.0.0.1:{elsewhere.port}/"
        odd = there.replace("127", f"{server.url.removeprefix('http://')}@127")
        for target in (there, odd, "http://localhost:1/", "http:///etc/passwd", "http://[::1]/"):
            assert through(proxy, "GET", target).status_code in (400, 403), target
        with pytest.raises(requests.exceptions.ProxyError):
            through(proxy, "GET", there.replace("http:", "https:"))
    assert elsewhere.heard == []


def through(proxy, method, url):
    with requests.Session() as session:
        session.trust_env = False
        session.proxies = {"http": proxy, "https": proxy}
        prepared = session.prepare_request(requests.Request(method, "http://prepared.test/"))
        prepared.url = url
        return session.send(prepared, proxies=session.proxies, timeout=20, allow_redirects=False)
