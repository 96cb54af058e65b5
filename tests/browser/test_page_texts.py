"""Each page shows the values that templates write, escaped. A directive that the series does not know
would leave a page blank, without an error."""

import json
import re
from html import unescape

import lxml.html
import pytest

from tests.harness.browser import AUTHORIZE
from tests.harness.oauth import OAUTH2
from tests.harness.oauth1 import OAUTH1, Consumer
from tests.harness.visitor import hidden_fields

APPLICATIONS = "/restapi/1.0/common/applications"
NAME = 'Shop <i>&</i> "Söhne"'
DESCRIPTION = "Shows <b>your</b> orders & invoices"
PERSON = "Erika <u>Müller</u>"
# Renders pages as if Odoo signed users out with a form only, as 20.0 does; other series never show this.
SIGN_OUT = """
import json
from odoo.addons.restapi import compat

values = {
    "user": env.user, "page_lang": "en-US", "csrf_token": "a-token", "action": "/a", "home": "/",
    "switch": "/web/session/logout", "switch_back": "/back?a=1&b=2",
    "application": env["restapi.application"].new({"name": "Shop", "kind": "web"}), "labels": [], "logo": None, "host": None,
    "parameters": {}, "target": None, "grants": env["restapi.grant"], "reason": "user",
}
pages = {}
for name in ("oauth_consent", "oauth_applications", "oauth_error"):
    html = compat.render_template(env, "restapi." + name, values)
    pages[name] = html.decode() if isinstance(html, bytes) else str(html)
print("PAGES " + json.dumps(pages))
"""
LABELS = ("Read records", "Change records")


@pytest.fixture
def application(register):
    return register(
        name=NAME,
        kind="web",
        description=DESCRIPTION,
        redirect_uris="https://shop.example.com/callback",
        scopes="read write",
    )


@pytest.fixture
def signed_in(visitor, make_user):
    return visitor(make_user(name=PERSON))


def element(page, marker):
    """The inner HTML of the element whose opening tag contains the marker, as sent."""
    found = re.search(rf"<(\w+)[^>]*{re.escape(marker)}[^>]*>(.*?)</\1>", page, re.S)
    assert found, f"{marker} in {page}"
    return " ".join(found.group(2).split())


def is_escaped(text, value):
    """Whether a text is an escaped value; which characters besides ``<`` are escaped depends on the series."""
    return unescape(text) == value and "<" not in text


def test_the_consent_page(signed_in, application):
    page = signed_in.request_authorization(application, scope="read write").text
    assert is_escaped(element(page, 'class="o_restapi_name mb-1"'), NAME)
    assert is_escaped(element(page, "o_restapi_description"), DESCRIPTION)
    assert is_escaped(element(page, "o_restapi_user_name"), PERSON)
    assert element(page, "o_restapi_host") == "shop.example.com"
    assert element(page, "o_restapi_target") == "https://shop.example.com"
    scopes = re.findall(r"<li>\s*(.*?)\s*</li>", element(page, "o_restapi_scopes"))
    assert tuple(scopes) == LABELS
    assert NAME not in page
    assert DESCRIPTION not in page
    assert PERSON not in page


def test_the_verifier_page(signed_in, application, http):
    temporary = Consumer(http, application).request_token(callback="oob")
    address = f"{OAUTH1}/authorize"
    consent = signed_in.get(address, params={"oauth_token": temporary["oauth_token"]}).text
    page = signed_in.post(address, data={**hidden_fields(consent), "decision": "allow"}).text
    assert is_escaped(element(page, 'class="o_restapi_name"'), NAME)
    assert re.fullmatch(r"[\w-]{16,}", element(page, "o_restapi_verifier"))
    assert NAME not in page


def test_the_page_of_allowed_applications(signed_in, application, http):
    form = {**signed_in.form(application, scope="read write"), "decision": "allow"}
    location = signed_in.post(AUTHORIZE, data=form).headers["Location"]
    exchange = {
        "grant_type": "authorization_code",
        "code": re.search(r"code=([^&]+)", location).group(1),
        "redirect_uri": "https://shop.example.com/callback",
    }
    auth = (application.client_id, application.client_secret)
    assert http.post(f"{OAUTH2}/access_token", data=exchange, auth=auth).status_code == 200
    page = signed_in.get(APPLICATIONS).text
    grant = page[page.index("o_restapi_grant") :]
    name = re.search(r"<strong>(.*?)</strong>", grant, re.S).group(1)
    assert is_escaped(name, NAME)
    for text in (*LABELS, "127.0.0.1"):
        assert text in grant
    assert NAME not in page


def test_the_error_page(signed_in):
    page = signed_in.get(AUTHORIZE, params={"client_id": "<b>nobody</b>"}).text
    detail = page[page.index("o_restapi_detail") :]
    texts = re.findall(r"<span>(.*?)</span>", detail, re.S)
    assert len(texts) == 2
    assert all(text.strip() for text in texts)
    assert "<b>nobody</b>" not in page


def test_signing_out_with_a_form(server):
    """The form's fields go to Odoo's sign-out route, with the CSRF token; no form is nested in another."""
    output = server.databases.odoo_run(server.db, f"pages-{server.db}", [], stdin=SIGN_OUT)
    (rendered,) = re.findall(r"PAGES (\{.*\})", output)
    for name, page in json.loads(rendered).items():
        root = lxml.html.document_fromstring(page)
        (form,) = root.xpath("//form[@id='o_restapi_sign_out']")
        assert form.method.upper() == "POST", name
        assert form.action == "/web/session/logout"
        assert dict(form.fields) == {"csrf_token": "a-token", "redirect": "/back?a=1&b=2"}
        (button,) = root.xpath("//button[contains(., 'Use another account')]")
        assert button.get("form") == form.get("id")
        assert not root.xpath("//a[contains(., 'Use another account')]")
        assert len(re.findall(r"</?form", page)) == 2 * len(root.forms)
        assert not root.xpath("//form//form")
