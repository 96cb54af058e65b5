"""The form of an application: defaults, usage instructions, and the hidden secret."""

import base64
import hashlib
import json
import subprocess
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.harness.browser import AUTHORIZE
from tests.harness.oauth import ALL_SCOPES, REDIRECT_URI, get_token, make_application

MODEL = "restapi.application"
ACTION = "restapi.restapi_application_action"
USERINFO = "/restapi/1.0/common/oauth2/userinfo"
VERIFIER = "v" * 43


STARTS_WITH = {
    "machine": (ALL_SCOPES, REDIRECT_URI),
    "web": ("read", False),
    "public": ("read", False),
}


@pytest.mark.parametrize("kind", STARTS_WITH)
def test_defaults(odoo, kind):
    """Seen to fail without the defaults of a kind: a web application gets all scopes."""
    for vals, context in (({"kind": kind}, {}), ({}, {"default_kind": kind})):
        created = odoo.call(MODEL, "create", [{"name": "New", **vals}], context=context)
        row = odoo.read(MODEL, created, ["kind", "scopes", "redirect_uris"])
        assert (row["kind"], (row["scopes"], row["redirect_uris"])) == (kind, STARTS_WITH[kind])


def test_given_values_are_kept(odoo):
    given = {"kind": "web", "scopes": "read write", "redirect_uris": "https://shop.example/"}
    row = odoo.read(MODEL, odoo.create(MODEL, {"name": "Given", **given}), list(given))
    assert {name: row[name] for name in given} == given
    flag = odoo.create(MODEL, {"name": "Flag", "kind": "web", "scope_write": True})
    assert odoo.read(MODEL, flag, ["scopes"])["scopes"] == "read write"
    assert odoo.read(MODEL, odoo.create(MODEL, {"name": "None"}), ["kind"])["kind"] == "machine"


def test_the_form_follows_the_kind(manager, odoo):
    """Seen to fail without the onchange."""
    web, page = manager, manager.page
    web.action(ACTION)
    page.locator(".o_list_button_add:visible").first.click()
    web.field("kind").wait_for()

    def is_ticked(scope):
        return web.field(f"scope_{scope}").locator("input").is_checked()

    def redirects():
        return page.locator(
            ".o_field_widget[name=redirect_uris] textarea, textarea[name=redirect_uris]"
        ).first.input_value()

    assert (is_ticked("delete"), redirects()) == (True, REDIRECT_URI)
    web.choose("kind", "public")
    page.get_by_text("needs no secret").wait_for()
    assert [is_ticked(scope) for scope in ALL_SCOPES.split()] == [True] + [False] * 5
    assert redirects() == ""
    web.shot("application-new-public")
    web.choose("kind", "machine")
    page.get_by_text("without asking anyone. For scripts").wait_for()
    assert (is_ticked("delete"), redirects()) == (True, REDIRECT_URI)
    web.choose("kind", "web")
    page.get_by_text("web applications that run on a server").wait_for()
    web.fill("redirect_uris", "https://shop.example/back")
    web.fill("name", "Followed")
    web.choose("kind", "public")
    page.get_by_text("needs no secret").wait_for()
    web.save()
    (application,) = odoo.search(MODEL, [("name", "=", "Followed")])
    row = odoo.read(MODEL, application, ["scopes", "redirect_uris", "kind"])
    assert (row["scopes"], row["redirect_uris"]) == ("read", "https://shop.example/back")
    assert row["kind"] == "public"


def test_the_secret_stays_on_the_server_until_it_is_shown(manager, register):
    """Seen to fail without the button: the form reads the secret."""
    application = register(name="Hidden")
    answers = []

    def remember(answer):
        answers.append(answer)

    manager.page.on("response", remember)
    manager.action(ACTION, application.id)
    manager.page.locator("button[name=action_show_secret]:visible").wait_for()
    manager.page.get_by_text(application.client_id).first.wait_for(state="attached")
    sent = [one.text() for one in answers if MODEL in (one.request.post_data or "")]
    assert any(application.client_id in text for text in sent)
    assert not any(application.client_secret in text for text in sent)
    assert application.client_secret not in manager.page.content()
    assert manager.secret() == application.client_secret


KINDS = {
    # group of the form: the kinds that show it
    "usage": ("machine", "web", "public"),
    "consent": ("web", "public"),
    "rsa": ("machine", "web"),
}
HEADINGS = {"usage": "How to Use It", "consent": "Consent Page", "rsa": "OAuth 1.0a"}


@pytest.mark.parametrize("kind", STARTS_WITH)
def test_the_parts_of_each_kind(manager, register, kind):
    application = register(name=f"A {kind} one", kind=kind)
    manager.action(ACTION, application.id)
    page = manager.page
    page.get_by_text("Base URL").wait_for()
    for group, kinds in KINDS.items():
        heading = page.locator(".o_form_view").get_by_text(HEADINGS[group], exact=True)
        expect(heading.first).to_be_visible(visible=kind in kinds)
    for label, kinds in (("Authorization URL", ("web", "public")), ("Token URL", KINDS["usage"])):
        expect(page.get_by_text(label, exact=True).first).to_be_visible(visible=kind in kinds)
    has_secret = kind != "public"
    expect(page.get_by_text("Consumer Secret", exact=True)).to_be_visible(visible=has_secret)
    expect(page.locator("button[name=action_show_secret]")).to_be_visible(visible=has_secret)
    expect(page.get_by_text("1 hour")).to_be_visible()
    expect(page.get_by_text("30 days").last).to_be_visible()  # on 12.0 a filter has the same text
    expect(page.get_by_text("Created", exact=True)).to_be_visible()
    expect(page.get_by_text("Redirect URIs")).to_be_visible()
    manager.page.set_viewport_size({"width": 1280, "height": 1500})
    manager.shot(f"application-{kind}")


def test_no_sideways_scrolling_on_a_phone(person, administrator, register, has):
    if not has("forms that are always editable"):
        return  # the series' web client has one width for all screens
    application = register(name="On a phone", kind="web")
    web = person(width=390, height=844, is_mobile=True, has_touch=True)
    web.start(administrator)
    web.action(ACTION, application.id)
    web.page.get_by_text("Token URL").wait_for()
    for part in ("document.documentElement", "document.querySelector('.o_form_view')"):
        assert web.page.evaluate(f"{part}.scrollWidth <= window.innerWidth"), part
    web.shot("application-phone")


@pytest.fixture
def own_address(odoo, server):
    """Sets web.base.url to the address of this server, as on any server in use."""
    parameters = "ir.config_parameter"
    before = odoo.call(parameters, "get_param", ["web.base.url"])
    odoo.call(parameters, "set_param", ["web.base.url", server.url])
    yield server.url
    odoo.call(parameters, "set_param", ["web.base.url", before])


@pytest.mark.parametrize("kind", STARTS_WITH)
def test_the_printed_request_works(odoo, register, make_user, visitor, http, own_address, kind):
    redirect_uri = "https://shop.example.com/callback"
    application = register(name="Pasted", kind=kind, redirect_uris=redirect_uri)
    names = ["base_url", "token_url", "curl_line"]
    row = odoo.read(MODEL, application.id, names)
    assert row["base_url"] == f"{own_address}/restapi/1.0"
    assert application.client_secret not in row["curl_line"]
    assert "\n" not in row["curl_line"]
    env = {"SECRET": application.client_secret, "VERIFIER": VERIFIER, "CODE": ""}
    if kind != "machine":
        digest = hashlib.sha256(VERIFIER.encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        pkce = {"code_challenge": challenge, "code_challenge_method": "S256"}
        one = visitor(make_user())
        form = one.form(application, **(pkce if kind == "public" else {}))
        answer = one.post(AUTHORIZE, data={**form, "decision": "allow"})
        env["CODE"] = parse_qs(urlsplit(answer.headers["Location"]).query)["code"][0]
    line = row["curl_line"].replace("curl ", "curl -s --noproxy '*' ", 1)
    done = subprocess.run(
        ["bash", "-c", line], env={"PATH": "/usr/bin:/bin", **env}, capture_output=True, check=True
    )
    token = json.loads(done.stdout)["access_token"]
    assert http.get(USERINFO, token=token).status_code == 200


def test_durations(odoo):
    expected = {
        (3600, 30 * 24 * 3600): ("1 hour", "30 days"),
        (5400, 90061): ("1 hour 30 minutes", "1 day 1 hour 1 minute 1 second"),
        (1, 60): ("1 second", "1 minute"),
    }
    for (access, refresh), words in expected.items():
        vals = {"access_token_lifetime": access, "refresh_token_lifetime": refresh}
        application = odoo.create(MODEL, {"name": "Long", **vals})
        names = ["access_token_duration", "refresh_token_duration"]
        row = odoo.read(MODEL, application, names)
        assert tuple(row[name] for name in names) == words


def test_archiving_explains_its_effect(manager, odoo, make_user, http):
    user = make_user()
    application = make_application(odoo, user.id, name="To be archived")
    token = get_token(http, application)["access_token"]
    assert http.get(USERINFO, token=token).status_code == 200
    manager.action(ACTION, application.id)
    manager.page.locator("button[name=action_archive_application]:visible").click()
    manager.page.get_by_text("All tokens of this application will end at once").wait_for()
    manager.shot("archive")
    manager.confirm()
    manager.page.get_by_text("This application is archived").wait_for()
    assert http.get(USERINFO, token=token).status_code == 401
    expect(manager.page.locator("button[name=action_archive_application]")).to_be_hidden()
