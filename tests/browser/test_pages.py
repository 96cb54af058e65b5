"""What all pages for users have: a descriptive title, a link back and a layout for phones; and what the
consent page shows of an application."""

import base64
import re
import xmlrpc.client
from html import unescape

import pytest

from dev import paths
from tests.harness.browser import AUTHORIZE
from tests.harness.oauth1 import OAUTH1, Consumer

APPLICATIONS = "/restapi/1.0/common/applications"
LOGO = (paths.ADDON / "static" / "description" / "icon.png").read_bytes()
DESCRIPTION = "Shows your orders <b>and</b> invoices."


def encoded(data):
    return base64.b64encode(data).decode()


@pytest.fixture
def customer(make_user):
    return make_user(groups=["base.group_portal"], name="Carla Customer")


@pytest.fixture
def employee(make_user):
    return make_user()


@pytest.fixture
def branded(register):
    return register(
        name="Web shop",
        kind="web",
        redirect_uris="https://shop.example.com/callback",
        description=DESCRIPTION,
        logo=encoded(LOGO),
    )


def title(page):
    return unescape(" ".join(re.search(r"<title>(.*?)</title>", page, re.S).group(1).split()))


def back_link(page):
    return re.search(r'o_restapi_home.*?<a href="([^"]+)"', page, re.S).group(1)


def test_titles_and_links_back(visitor, customer, employee, branded, odoo, http):
    company = odoo.read("res.company", 1, ["name"])["name"]
    for user, home in ((customer, "/my"), (employee, "/web")):
        one = visitor(user)
        pages = {
            one.request_authorization(branded).text: "Allow access · Web shop",
            one.get(APPLICATIONS).text: "Allowed applications",
            one.get(AUTHORIZE, params={"client_id": "nobody"}).text: "Request failed",
        }
        for page, expected in pages.items():
            assert title(page) == f"{expected} · {company}"
            assert back_link(page) == home
        assert one.get(home).status_code in (200, 302, 303)
    page = visitor().get(AUTHORIZE, params={"client_id": "nobody"}).text
    assert back_link(page) == "/"

    temporary = Consumer(http, branded).request_token(callback="oob")
    one = visitor(employee)
    address = f"{OAUTH1}/authorize"
    consent = one.get(address, params={"oauth_token": temporary["oauth_token"]}).text
    form = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', consent))
    page = one.post(address, data={**form, "decision": "allow"}).text
    assert title(page) == f"Sign-in code · Web shop · {company}"
    assert back_link(page) == "/web"


def test_the_description_of_the_application(person, branded, employee):
    """Seen to fail without ``data:`` among the image sources of the content security policy."""
    web = person()
    web.page.goto(web.authorize_url(branded.client_id))
    web.sign_in(employee.login, employee.password)
    page = web.page
    assert page.locator(".o_restapi_host").inner_text() == "shop.example.com"
    assert page.locator(".o_restapi_description").inner_text() == DESCRIPTION
    logo = page.locator(".o_restapi_app_logo")
    assert logo.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    web.shot("consent-branded")


def test_no_host_without_a_verifiable_one(visitor, employee, register):
    one = visitor(employee)
    for kind, uri in (("web", "http://127.0.0.1/back"), ("public", "com.example.app://x/back")):
        application = register(kind=kind, redirect_uris=uri)
        pkce = {"code_challenge": "x" * 43, "code_challenge_method": "S256"}
        page = one.request_authorization(application, redirect_uri=uri, **pkce).text
        assert 'value="allow"' in page
        assert "o_restapi_host" not in page
        assert "o_restapi_app_logo" not in page
        assert "o_restapi_description" not in page


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def test_invalid_logos(odoo, register):
    """Seen to fail without the check of the logo."""
    application = register(kind="web")
    for data in (SVG, b"<html></html>", b"text"):
        with pytest.raises(xmlrpc.client.Fault):
            odoo.write("restapi.application", application.id, {"logo": encoded(data)})
    noise = LOGO + b"\0" * 300_000  # bytes after the image are kept, so the size is limited
    with pytest.raises(xmlrpc.client.Fault, match="KiB"):
        odoo.write("restapi.application", application.id, {"logo": encoded(noise)})
    odoo.write("restapi.application", application.id, {"logo": encoded(LOGO)})


@pytest.mark.parametrize("width", [390, 1280])
def test_no_sideways_scrolling(person, branded, customer, odoo, width):
    odoo.write("restapi.application", branded.id, {"description": "Verylongword" * 20})
    web = person(width=width, height=844)
    web.start(customer)
    for address in (
        web.authorize_url(branded.client_id),
        web.authorize_url("nobody"),
        web.url + APPLICATIONS,
    ):
        web.page.goto(address)
        assert web.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_the_portal_links_to_the_allowed_applications(visitor, customer, has):
    one = visitor(customer)
    for address in ["/my", *(["/my/security"] if has("/my/security") else [])]:
        page = one.get(address).text
        assert f'href="{APPLICATIONS}"' in page, address
