"""No one can be tricked into allowing an application."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.harness.browser import AUTHORIZE, Callback, WebClient
from tests.harness.oauth import REDIRECT_URI
from tests.harness.problems import problem


@pytest.fixture(scope="module")
def user(make_user):
    return make_user()


@pytest.fixture
def shop(register):
    return register(name="<b>Shop</b> & <img src=x onerror=alert(1)>", kind="web")


@pytest.fixture
def grants(server, shop):
    """How many grants the application has."""
    query = "SELECT COUNT(*) FROM restapi_oauth2_token WHERE application_id = %s"
    return lambda: server.sql(query, [shop.id])[0][0]


def test_the_form_allows(visitor, shop, grants, user):
    one = visitor(user)
    answer = one.post(AUTHORIZE, data={**one.form(shop, state="s"), "decision": "allow"})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(REDIRECT_URI + "?code=")
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert grants() == 1


def test_a_get_never_allows_anything_new(visitor, shop, grants, user):
    """Seen to fail without the consent page: a GET allows."""
    one = visitor(user)
    form = {**one.form(shop), "decision": "allow"}
    assert one.get(AUTHORIZE, params=form).status_code == 200
    assert grants() == 0


FORGED = (
    {"csrf_token": None},
    {"csrf_token": ""},
    {"csrf_token": "0" * 40 + "o1999999999"},
    {"csrf_token": "é" * 40},
    {"csrf_token": "x\0"},
    {"user": None},
    {"user": "2"},
    {"user": "x"},
    {"decision": None},
    {"decision": "maybe"},
)


def test_a_forged_form_allows_nothing(visitor, shop, grants, user):
    """Seen to fail without the form's CSRF token; or without the user in the form."""
    one = visitor(user)
    form = {**one.form(shop), "decision": "allow"}
    for forged in FORGED:
        sent = {key: value for key, value in {**form, **forged}.items() if value}
        answer = one.post(AUTHORIZE, data=sent)
        assert answer.status_code in (400, 403), (forged, answer.text)
        assert "Location" not in answer.headers, forged
    assert grants() == 0


def test_the_token_of_another_session_allows_nothing(visitor, shop, grants, user):
    """Seen to fail without the form's CSRF token."""
    attacker, victim = visitor(user), visitor(user)
    form = {**attacker.form(shop), "decision": "allow"}
    assert victim.post(AUTHORIZE, data=form).status_code == 403
    assert grants() == 0


def test_the_user_changed_since(visitor, shop, grants, make_user):
    """Seen to fail without the user in the form."""
    first, second = make_user(), make_user()
    one = visitor(first)
    form = {**one.form(shop), "decision": "allow"}
    one.get("/web/session/logout")
    one.sign_in(second)
    answer = one.post(AUTHORIZE, data=form)
    assert answer.status_code == 403
    assert "signed in as someone else" in answer.text
    # not even with a token of the new session
    answer = one.post(AUTHORIZE, data={**form, "csrf_token": one.form(shop)["csrf_token"]})
    assert answer.status_code == 403
    assert grants() == 0


def test_signed_out_since(visitor, shop, grants, user):
    one = visitor(user)
    form = {**one.form(shop, state="s"), "decision": "allow"}
    one.get("/web/session/logout")
    answer = one.post(AUTHORIZE, data=form)
    assert answer.status_code == 302
    back = parse_qs(urlsplit(answer.headers["Location"]).query)["redirect"][0]
    assert parse_qs(urlsplit(back).query)["state"] == ["s"]
    assert grants() == 0


@pytest.mark.parametrize("change", [{"client_id": "nobody"}, {"redirect_uri": "https://evil/"}])
def test_the_request_is_checked_again(visitor, shop, grants, user, change):
    one = visitor(user)
    answer = one.post(AUTHORIZE, data={**one.form(shop), "decision": "allow", **change})
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    assert grants() == 0


def test_a_scope_removed_meanwhile(visitor, shop, grants, user, odoo):
    one = visitor(user)
    form = {**one.form(shop, scope="read delete"), "decision": "allow"}
    odoo.write("restapi.application", shop.id, {"scopes": "read"})
    answer = one.post(AUTHORIZE, data=form)
    assert "error=invalid_scope" in answer.headers["Location"]
    assert grants() == 0


def test_the_pages_headers(visitor, shop, user):
    """Seen to fail without the headers against framing."""
    one = visitor(user)
    for answer in (one.request_authorization(shop), one.get(AUTHORIZE)):
        headers = answer.headers
        assert headers["X-Frame-Options"] == "DENY"
        policy = headers["Content-Security-Policy"].split("; ")
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
        assert not [part for part in policy if part.startswith("script-src")]
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Set-Cookie" not in headers
        assert "<script" not in answer.text


def test_the_name_is_escaped(visitor, shop, user):
    """Seen to fail without escaping of the application's name."""
    page = visitor(user).request_authorization(shop).text
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img src=x" not in page
    assert "<b>Shop" not in page


def test_a_session_in_the_address_does_not_count(visitor, shop, user):
    """14.0 accepts a session id in the address, so an attacker could put theirs into a link."""
    attacker = visitor(user)
    sid = attacker.cookies["session_id"]
    answer = visitor().request_authorization(shop, session_id=sid)
    assert answer.status_code == 302
    assert urlsplit(answer.headers["Location"]).path == "/web/login"


def test_an_archived_user_can_allow_nothing(visitor, shop, grants, make_user, odoo):
    user = make_user()
    one = visitor(user)
    form = {**one.form(shop), "decision": "allow"}
    odoo.write("res.users", user.id, {"active": False})
    answer = one.post(AUTHORIZE, data=form)
    assert answer.status_code in (302, 403)
    assert "code=" not in answer.headers.get("Location", "")
    assert grants() == 0


def test_clients_without_a_browser_get_an_error(http, shop):
    query = {"response_type": "code", "client_id": shop.client_id}
    answer = http.get(AUTHORIZE, params=query, headers={"Accept": "application/json"})
    assert problem(answer, 400)["code"] == "interaction_required"


def test_no_frame_shows_the_page(browser, server, series, user, register):
    """In a real browser, a page of another origin embeds the consent page and shows nothing of it. Seen to
    fail without the headers against framing."""
    with Callback() as evil:
        shop = register(kind="web", redirect_uris=evil.uri)
        context = browser.new_context()
        web = WebClient(context.new_page(), server.url, series)
        web.start(user)
        evil.page = f'<iframe src="{web.authorize_url(shop.client_id)}"></iframe>'
        with web.page.expect_console_message(lambda message: "frame-ancestors" in message.text):
            web.page.goto(evil.origin)
        frame = web.page.frames[-1]
        assert frame.locator("button[value=allow]").count() == 0
        context.close()
