"""The browser flow: sign-in, consent, redirect to the application, tokens (docs/reference/oauth2.rst)."""

import base64
import hashlib

import pytest
from playwright.sync_api import expect

from tests.harness.oauth import OAUTH2

ALLOW = "button[value=allow]"
DENY = "button[value=deny]"


def exchange(http, application, code, callback, **form):
    """The token endpoint's answer to an authorization code."""
    answer = http.post(
        f"{OAUTH2}/access_token",
        data={
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": callback.uri,
            **form,
        },
        auth=(application.client_id, application.client_secret),
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture(scope="module")
def employee(make_user):
    return make_user(name="Erika Müller")


@pytest.fixture
def signed_in(person, employee):
    """An employee who is signed in to Odoo."""
    web = person()
    web.start(employee)
    return web


def test_login_consent_callback_token_call(person, shop, employee, callback, http):
    web = person()
    web.page.goto(web.authorize_url(shop.client_id, state="a b&c", scope="read write"))
    assert "/web/login" in web.page.url
    web.sign_in(employee.login, employee.password)

    web.page.locator(ALLOW).wait_for()
    assert web.page.locator(".o_restapi_name").inner_text() == "Web shop"
    assert web.page.locator(".o_restapi_user_name").inner_text() == "Erika Müller"
    assert web.page.locator(".o_restapi_scopes li").all_inner_texts() == [
        "Read records",
        "Change records",
    ]
    assert web.page.locator(".o_restapi_target").inner_text() == callback.origin
    web.shot("consent")
    web.page.locator(ALLOW).click()

    parameters = callback.visit()
    assert parameters["state"] == "a b&c"
    token = exchange(http, shop, parameters["code"], callback)
    assert token["scope"] == "read write"
    answer = http.get(
        f"/restapi/1.0/object/res.users/{employee.id}?fields=['login']",
        token=token["access_token"],
    )
    assert answer.json() == {"User": {"id": employee.id, "login": employee.login}} or (
        answer.json() == {"Users": {"id": employee.id, "login": employee.login}}
    )
    refused = http.delete("/restapi/1.0/object/res.partner/1", token=token["access_token"])
    assert refused.status_code == 403


def test_deny(signed_in, shop, callback):
    """Seen to fail without the denial: both buttons allow."""
    signed_in.page.goto(signed_in.authorize_url(shop.client_id, state="xyz"))
    signed_in.page.locator(DENY).click()
    parameters = callback.visit()
    assert "code" not in parameters
    assert parameters["error"] == "access_denied"
    assert parameters["state"] == "xyz"


def test_consent_is_remembered(signed_in, shop, callback, http):
    page = signed_in.page
    page.goto(signed_in.authorize_url(shop.client_id, scope="read write"))
    page.locator(ALLOW).click()
    first = exchange(http, shop, callback.visit()["code"], callback)

    for scope in ("read write", "read"):
        page.goto(signed_in.authorize_url(shop.client_id, scope=scope))
        assert exchange(http, shop, callback.visit()["code"], callback)["scope"] == scope

    page.goto(signed_in.authorize_url(shop.client_id, scope="read delete"))
    page.locator(ALLOW).wait_for()
    page.goto(signed_in.authorize_url(shop.client_id, scope="read", prompt="consent"))
    page.locator(ALLOW).wait_for()
    assert callback.visits.empty()
    assert first["refresh_token"]


def test_an_unused_code_is_no_consent(signed_in, shop, callback):
    page = signed_in.page
    page.goto(signed_in.authorize_url(shop.client_id))
    page.locator(ALLOW).click()
    callback.visit()
    page.goto(signed_in.authorize_url(shop.client_id))
    page.locator(ALLOW).wait_for()


def test_switch_account(signed_in, shop, callback, make_user, http):
    other = make_user(name="Otto Other")
    page = signed_in.page
    page.goto(signed_in.authorize_url(shop.client_id, state="s"))
    page.locator(".o_restapi_switch").click()
    signed_in.sign_in(other.login, other.password)
    page.locator(ALLOW).wait_for()
    assert page.locator(".o_restapi_user_name").inner_text() == "Otto Other"
    page.locator(ALLOW).click()
    parameters = callback.visit()
    assert parameters["state"] == "s"
    token = exchange(http, shop, parameters["code"], callback)["access_token"]
    answer = http.get(f"/restapi/1.0/object/res.users/{other.id}?fields=['name']", token=token)
    assert answer.status_code == 200, answer.text


def test_public_applications_need_consent_each_time(signed_in, register, callback, http):
    app = register(name="Phone app", kind="public", redirect_uris="http://127.0.0.1/callback")
    verifier = "v" * 43
    digest = hashlib.sha256(verifier.encode()).digest()
    challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
    for _visit in range(2):
        signed_in.page.goto(
            signed_in.authorize_url(
                app.client_id,
                redirect_uri=callback.uri,
                code_challenge=challenge,
                code_challenge_method="S256",
            )
        )
        assert "Any app can use this name" in signed_in.page.content()
        signed_in.page.locator(ALLOW).click()
        form = {
            "grant_type": "authorization_code",
            "code": callback.visit()["code"],
            "redirect_uri": callback.uri,
            "client_id": app.client_id,
            "code_verifier": verifier,
        }
        answer = http.post(f"{OAUTH2}/access_token", data=form)
        assert answer.status_code == 200, answer.text
        assert answer.json()["access_token"]


def test_a_portal_user_may_allow(person, shop, callback, make_user, http):
    customer = make_user(groups=["base.group_portal"], name="Carla Customer")
    web = person()
    web.page.goto(web.authorize_url(shop.client_id, scope="read"))
    web.sign_in(customer.login, customer.password)
    web.page.locator(ALLOW).click()
    token = exchange(http, shop, callback.visit()["code"], callback)["access_token"]
    partner = f"/restapi/1.0/object/res.partner/{customer.partner_id}?fields=['name']"
    assert http.get(partner, token=token).json()["Contact"]["name"] == "Carla Customer"
    assert http.get("/restapi/1.0/object/ir.cron?fields=['name']", token=token).status_code == 403


def test_a_phone(person, register, callback, employee):
    app = register(
        name="An application with a rather long name, as some have",
        kind="web",
        redirect_uris=callback.uri,
    )
    web = person(width=390, height=844, is_mobile=True, has_touch=True, device_scale_factor=2)
    web.page.goto(web.authorize_url(app.client_id))
    web.sign_in(employee.login, employee.password)
    web.page.locator(ALLOW).wait_for()
    web.shot("consent-phone")
    assert web.page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in (ALLOW, DENY):
        box = web.page.locator(button).bounding_box()
        assert box["height"] >= 36
        assert box["y"] + box["height"] <= 844
    web.page.locator(ALLOW).tap()
    assert callback.visit()["code"]


def test_an_error_page(person, shop):
    web = person()
    answer = web.page.goto(web.authorize_url("nobody", state="x"))
    assert answer.status == 400
    expect(web.page.get_by_text("does not know the application")).to_be_visible()
    assert (
        "no active application with this client_id"
        in web.page.locator(".o_restapi_detail").inner_text()
    )
    web.shot("error")
    web.page.goto(web.authorize_url(shop.client_id, redirect_uri="https://evil.example/"))
    expect(web.page.get_by_text("an address that is not registered for it")).to_be_visible()


def test_the_superuser_can_not_give_consent(person, administrator, shop, callback):
    """An error page, and no endless redirects."""
    web = person()
    web.start(administrator)
    web.page.goto(f"{web.url}/web/become")
    web.page.goto(web.authorize_url(shop.client_id))
    assert "cannot allow access to applications" in web.page.content()
    web.shot("superuser")
    web.page.get_by_text("Use another account").click()
    web.sign_in(administrator.login, administrator.password)
    web.page.locator(ALLOW).wait_for()
