"""The page of allowed applications, the only such screen for portal users."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.harness.browser import AUTHORIZE
from tests.harness.oauth import OAUTH2, REDIRECT_URI
from tests.harness.problems import problem
from tests.harness.visitor import hidden_fields

PATH = "/restapi/1.0/common/applications"
GRANT = ".o_restapi_grant"


@pytest.fixture
def customer(make_user):
    return make_user(groups=["base.group_portal"], name="Carla Customer")


@pytest.fixture
def allow(visitor, http):
    """`allow(user, application)`: allows the application and returns its access token."""

    def make(user, application, scope="read"):
        one = visitor(user)
        form = {**one.form(application, scope=scope), "decision": "allow"}
        answer = one.post(AUTHORIZE, data=form)
        code = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
        answer = http.post(
            f"{OAUTH2}/access_token",
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": REDIRECT_URI,
            },
            auth=(application.client_id, application.client_secret),
        )
        return answer.json()["access_token"]

    return make


def works(http, token):
    answer = http.get(f"{OAUTH2}/userinfo", token=token)
    assert answer.status_code in (200, 401), answer.text
    return answer.status_code == 200


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_a_portal_user_sees_and_revokes_a_grant(person, customer, register, allow, http, phone):
    shop = register(name="Web shop", kind="web")
    scanner = register(name="A scanner with a rather long name, as some have", kind="web")
    token = allow(customer, shop, "read create report")
    other = allow(customer, scanner, "read")
    assert works(http, token)
    size = {"width": 390, "height": 844, "is_mobile": True} if phone else {}
    web = person(**size)
    web.page.goto(web.authorize_url(shop.client_id, prompt="consent"))
    web.sign_in(customer.login, customer.password)
    web.page.get_by_role("link", name="Allowed applications").click()
    web.page.wait_for_url(web.url + PATH)

    assert web.page.locator(".o_restapi_user_name").inner_text() == "Carla Customer"
    grants = web.page.locator(GRANT)
    assert grants.count() == 2
    text = grants.filter(has_text="Web shop").inner_text()
    assert "Read records, Create records, Print documents, such as invoices" in text
    assert "Last use:" in text
    assert "Signed in from: 127.0.0.1" in text
    assert "Not used yet" in grants.filter(has_text="scanner").inner_text()
    assert web.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for button in grants.get_by_role("button", name="Revoke").all():
        assert (
            36 <= button.bounding_box()["height"] < 50
        )  # large enough for a thumb, and a single line
    web.shot("allowed-phone" if phone else "allowed")

    grants.filter(has_text="Web shop").get_by_role("button", name="Revoke").click()
    grants.filter(has_text="Web shop").wait_for(state="detached")
    assert not works(http, token)
    assert works(http, other)
    grants.get_by_role("button", name="Revoke").click()
    web.page.get_by_text("You have not allowed any application").wait_for()
    web.shot("allowed-none-phone" if phone else "allowed-none")
    assert not works(http, other)


def test_sign_in_first(visitor):
    answer = visitor().get(PATH)
    assert answer.status_code == 302
    target = urlsplit(answer.headers["Location"])
    assert target.path == "/web/login"
    assert parse_qs(target.query)["redirect"] == [PATH]


def test_the_pages_headers(visitor, customer):
    headers = visitor(customer).get(PATH).headers
    assert headers["X-Frame-Options"] == "DENY"
    policy = headers["Content-Security-Policy"].split("; ")
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in headers


def test_no_page_of_another_origin_reads_the_page(visitor, customer, register):
    register(kind="public", redirect_uris="https://app.example/")
    one = visitor(customer)
    for path, readable in ((PATH, False), ("/restapi/1.0/common/version", True)):
        headers = one.get(path, headers={"Origin": "https://app.example"}).headers
        assert ("Access-Control-Allow-Origin" in headers) == readable, path


def test_a_token_does_not_sign_in(http, register, customer, allow):
    token = allow(customer, register(kind="web"))
    answer = http.get(PATH, headers={"Accept": "application/json"}, token=token)
    problem(answer, 406, "not_acceptable")
    assert http.get(PATH, headers={"Accept": "text/html"}, token=token).status_code == 302
    assert http.post(PATH, headers={"Accept": "text/html"}, token=token).status_code == 302


def test_a_forged_form_revokes_nothing(visitor, customer, make_user, register, allow, http):
    shop = register(name="<b>Shop</b>", kind="web")
    token = allow(customer, shop)
    stranger = make_user(groups=["base.group_portal"])
    one, other = visitor(customer), visitor(stranger)
    page = one.get(PATH).text
    assert "&lt;b&gt;Shop" in page
    assert "<script" not in page
    (grant,) = re.findall(r'name="grant"[^>]* value="(\d+)"', page)
    form = {**hidden_fields(page), "grant": grant}
    foreign = hidden_fields(other.get(PATH).text)
    forged = (
        {"csrf_token": ""},
        {"csrf_token": "0" * 40 + "o1999999999"},
        {"csrf_token": foreign["csrf_token"]},
        {"user": ""},
        {"user": str(stranger.id)},
    )
    for change in forged:
        sent = {name: value for name, value in {**form, **change}.items() if value}
        answer = one.post(PATH, data=sent)
        assert answer.status_code == 403, change
        assert "Nothing was changed" in answer.text
    for wrong in (grant, "", "0", "9" * 40, "é"):  # the first is another user's grant
        assert other.post(PATH, data={**foreign, "grant": wrong}).status_code == 302
    assert other.post(PATH, data={**foreign, "grant": "x\0"}).status_code == 400
    assert works(http, token)
    answer = one.post(PATH, data=form)
    assert answer.status_code == 302
    assert not works(http, token)
