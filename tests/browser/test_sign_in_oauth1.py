"""The browser flow of OAuth 1.0a: with a callback, and with a verifier that the user copies."""

import pytest
from playwright.sync_api import expect

from tests.harness.oauth1 import OAUTH1, Consumer

ALLOW = "button[value=allow]"
DENY = "button[value=deny]"


@pytest.fixture(scope="module")
def employee(make_user):
    return make_user()


@pytest.fixture
def web(person, employee):
    one = person()
    one.start(employee)
    return one


def authorize_url(web, temporary):
    return f"{web.url}{OAUTH1}/authorize?oauth_token={temporary['oauth_token']}"


def reads(consumer, token, user):
    return consumer.send("GET", f"/restapi/1.0/object/res.users/{user.id}?fields=login", token)


def test_callback(web, employee, register, callback, http):
    consumer = Consumer(http, register(name="Scanner", kind="web", redirect_uris=callback.uri))
    temporary = consumer.request_token(callback=callback.uri)
    web.page.goto(authorize_url(web, temporary))
    assert web.page.locator(".o_restapi_name").inner_text() == "Scanner"
    assert web.page.locator(".o_restapi_scopes li").count() == 6
    web.page.locator(ALLOW).click()
    parameters = callback.visit()
    assert parameters["oauth_token"] == temporary["oauth_token"]
    token = consumer.access_token(temporary, parameters["oauth_verifier"])
    answer = reads(consumer, token, employee)
    assert employee.login in answer.text

    temporary = consumer.request_token(callback=callback.uri)
    web.page.goto(authorize_url(web, temporary))
    assert callback.visit()["oauth_verifier"]  # allowed before, so no consent page


def test_oob(web, employee, register, http):
    consumer = Consumer(http, register(name="Till", kind="web"))
    temporary = consumer.request_token(callback="oob")
    web.page.goto(authorize_url(web, temporary))
    web.page.locator(ALLOW).click()
    verifier = web.page.locator(".o_restapi_verifier").inner_text()
    web.shot("verifier")
    token = consumer.access_token(temporary, verifier)
    assert employee.login in reads(consumer, token, employee).text

    # the sign-in is listed and can be revoked in the preferences, like one of OAuth 2.0
    web.page.goto(f"{web.url}/web")
    web.preferences()
    rows = web.page.locator(".o_field_widget[name=restapi_grant_ids] .o_data_row")
    row = rows.filter(has_text="Till")
    row.locator("button[name=action_revoke]").click()
    web.confirm()
    row.wait_for(state="detached")
    assert reads(consumer, token, employee).status_code == 401


def test_deny(web, register, callback, http):
    consumer = Consumer(http, register(kind="web", redirect_uris=callback.uri))
    temporary = consumer.request_token(callback=callback.uri)
    web.page.goto(authorize_url(web, temporary))
    web.page.locator(DENY).click()
    parameters = callback.visit()
    assert parameters["error"] == "access_denied"
    assert "oauth_verifier" not in parameters
    answer = web.page.goto(authorize_url(web, temporary))
    assert answer.status == 401  # the request token is no longer valid
    expect(web.page.get_by_text("Go back to the application")).to_be_visible()


def test_deny_oob(web, register, http):
    consumer = Consumer(http, register(kind="web"))
    web.page.goto(authorize_url(web, consumer.request_token(callback="oob")))
    web.page.locator(DENY).click()
    expect(web.page.get_by_text("You denied access")).to_be_visible()
    web.shot("denied")


def test_login_and_back(person, employee, register, callback, http):
    consumer = Consumer(http, register(kind="web", redirect_uris=callback.uri))
    temporary = consumer.request_token(callback=callback.uri)
    web = person()
    web.page.goto(authorize_url(web, temporary))
    web.sign_in(employee.login, employee.password)
    web.page.locator(ALLOW).click()
    assert callback.visit()["oauth_token"] == temporary["oauth_token"]
