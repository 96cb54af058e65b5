"""The screens of the web client: applications, their tokens, and grants."""

import re
import xmlrpc.client

import pytest
from playwright.sync_api import expect

from tests.harness.oauth import Application, get_token, make_application

MANAGER = ["base.group_user", "restapi.group_manager"]
KEY = re.compile(r"[A-Za-z0-9]{32}")


def test_register_copy_new_secret_revoke(manager, make_user, odoo, http):
    """The path that the manual gives: Settings → Users → a user → OAuth Applications → register → Save."""
    user = make_user(name="Ines Integration")
    web, page = manager, manager.page
    web.action("base.action_res_users", user.id)
    button = page.locator("button[name=action_restapi_applications]")
    assert "OAuth Applications" in button.inner_text()
    assert "0" in button.inner_text()
    button.click()
    page.locator(".o_list_button_add:visible").first.click()

    web.field("kind").wait_for()
    expect(page.get_by_text("Save to get the credentials")).to_be_visible()
    assert not page.locator("button[name=action_show_secret]:visible").count()
    web.shot("application-new")
    web.fill("name", "Warehouse")
    web.fill("redirect_uris", "https://127.0.0.1/callback")
    web.tick("scope_delete")
    web.save()
    page.locator("button[name=action_show_secret]:visible").wait_for()
    web.shot("application")
    key, secret = web.copied("client_id"), web.secret()
    assert KEY.fullmatch(key)
    assert KEY.fullmatch(secret)

    (application,) = odoo.call(
        "restapi.application",
        "search_read",
        [[("user_id", "=", user.id)], ["client_id", "client_secret", "scopes", "kind"]],
    )
    assert (application["client_id"], application["client_secret"]) == (key, secret)
    assert application["scopes"] == "read create write call report"
    assert application["kind"] == "machine"
    expect(page.get_by_text("Never use a machine application behind")).to_be_visible()

    known = as_application(application)
    token = get_token(http, known)["access_token"]
    assert reads(http, token, user).status_code == 200
    tokens_of(web)
    assert web.rows().count() == 1
    assert "Ines Integration" in web.rows().first.inner_text()
    web.shot("tokens")
    web.rows().locator("button[name=action_revoke]").click()
    if not web.is_legacy:  # in lists, 14.0 asks for no confirmation
        web.confirm()
    web.rows().wait_for(state="detached")
    assert reads(http, token, user).status_code == 401

    token = get_token(http, known)["access_token"]
    web.back()
    page.locator("button[name=action_new_secret]:visible").click()
    web.shot("new-secret")
    web.confirm()
    page.locator("button[name=action_new_secret]:visible").wait_for()
    renewed = web.secret()
    assert KEY.fullmatch(renewed)
    assert renewed != secret
    assert web.copied("client_id") == key
    assert reads(http, token, user).status_code == 401


def test_tokens_of_a_user(manager, make_user, register, http):
    """Tokens of all applications that act as the user, wherever they are registered."""
    user = make_user(name="Tilda Tokens")
    web = manager
    web.action("base.action_res_users", user.id)
    button = web.page.locator("button[name=action_restapi_tokens]")
    assert "0" in button.inner_text()
    tokens = [
        get_token(http, register(user.id, name=name))["access_token"] for name in ("Shop", "Till")
    ]
    web.page.reload()
    button.filter(has_text="2").wait_for()
    web.shot("user")
    button.click()
    web.rows().nth(1).wait_for()
    web.shot("user-tokens")
    row = web.rows().filter(has_text="Shop")
    row.locator("button[name=action_revoke]").click()
    if not web.is_legacy:  # in lists, 14.0 asks for no confirmation
        web.confirm()
    row.wait_for(state="detached")
    assert "Till" in web.rows().inner_text()
    assert [reads(http, token, user).status_code for token in tokens] == [401, 200]


def test_changing_scopes(manager, make_user, odoo):
    """Changing one checkbox leaves the others unchanged."""
    application = make_application(odoo, make_user().id, name="Narrow", scopes="read report")
    web = manager
    web.action("restapi.restapi_application_action", application.id)
    web.edit()
    web.tick("scope_write")
    web.choose("kind", "web")
    web.save()
    row = odoo.read("restapi.application", application.id, ["scopes", "kind"])
    assert (row["scopes"], row["kind"]) == ("read write report", "web")
    expect(web.page.get_by_text("Never use a machine application behind")).to_be_hidden()


def test_no_scope(odoo, register):
    application = register(scopes="read")
    with pytest.raises(Exception, match="Select at least one permission"):
        odoo.write("restapi.application", application.id, {"scope_read": False})


def test_an_archived_application(manager, register, odoo):
    application = register(name="Former")
    odoo.write("restapi.application", application.id, {"active": False})
    manager.action("restapi.restapi_application_action", application.id)
    expect(manager.page.get_by_text("This application is archived")).to_be_visible()
    manager.shot("application-archived")


def test_the_menu(manager):
    page = manager.page
    manager.action("restapi.restapi_application_action")
    page.get_by_role("button", name="REST API").or_(
        page.locator(".o_main_navbar a", has_text="REST API")
    ).first.click()
    for name in ("OAuth Applications", "Active Tokens"):
        page.locator(".dropdown-item:visible", has_text=name).first.wait_for()
    manager.shot("menu")
    page.locator(".dropdown-item:visible", has_text="Active Tokens").first.click()
    page.locator(".o_breadcrumb, .breadcrumb").get_by_text("Active Tokens").first.wait_for()


def test_a_manager_who_is_no_administrator(person, make_user):
    """They find the menu in Settings, and register an application for another user."""
    user = make_user(groups=MANAGER)
    web = person()
    web.start(user)
    web.action("restapi.restapi_application_action")
    web.page.locator(".o_list_button_add:visible").first.click()
    web.fill("name", "By the manager")
    web.save()
    web.page.locator("button[name=action_show_secret]:visible").wait_for()
    web.shot("manager")


def test_an_employee_sees_no_button(person, make_user, odoo):
    user = make_user()
    web = person()
    web.start(user)
    web.page.goto(f"{web.url}/web")
    web.preferences()
    expect(web.page.get_by_text("You have not allowed any application")).to_be_visible()
    assert not web.page.locator(".o_field_widget[name=restapi_grant_ids]:visible").count()
    web.shot("preferences-none")
    assert not web.page.locator("button[name^=action_restapi_]").count()
    assert not web.page.get_by_text("REST API", exact=True).count()
    client = odoo.as_user(user.login, user.password)
    for field in ("restapi_application_count", "restapi_token_count"):
        with pytest.raises(xmlrpc.client.Fault):
            client.read("res.users", user.id, [field])


def test_preferences_show_grants(person, make_user, register, callback, http):
    user = make_user(name="Paula Privacy")
    shop = register(name="Web shop", kind="web", redirect_uris=callback.uri)
    web = person()
    web.start(user)
    web.page.goto(web.authorize_url(shop.client_id, scope="read"))
    web.page.locator("button[value=allow]").click()
    form = {
        "grant_type": "authorization_code",
        "code": callback.visit()["code"],
        "redirect_uri": callback.uri,
    }
    answer = http.post(
        "/restapi/1.0/common/oauth2/access_token",
        data=form,
        auth=(shop.client_id, shop.client_secret),
    )
    token = answer.json()["access_token"]
    assert reads(http, token, user).status_code == 200

    web.page.goto(f"{web.url}/web")
    web.preferences()
    row = web.page.locator(".o_field_widget[name=restapi_grant_ids] .o_data_row")
    row.wait_for()
    assert "Web shop" in row.inner_text()
    assert "Read" in row.inner_text()
    expect(web.page.get_by_text("You have not allowed any application")).to_be_hidden()
    assert cut_headers(web.page, ".o_field_widget[name=restapi_grant_ids]") == []
    web.shot("preferences")
    row.locator("button[name=action_revoke]").click()
    web.confirm()
    row.wait_for(state="detached")
    assert reads(http, token, user).status_code == 401
    web.page.goto(web.authorize_url(shop.client_id, scope="read"))
    web.page.locator("button[value=allow]").wait_for()


def test_no_header_is_cut_off(manager, register, http):
    long = "An application with a rather long name"
    get_token(http, register(name=long))
    for name in ("restapi_application_action", "restapi_active_token_action"):
        manager.action(f"restapi.{name}")
        if "token" in name:
            manager.unfold(long)
        manager.rows().first.wait_for()
        assert cut_headers(manager.page, ".o_list_view") == []
        manager.shot(f"list-{name}")


def cut_headers(page, container):
    """The columns of a list whose headers are cut off."""
    return page.locator(f"{container} thead th[data-name]:visible").evaluate_all(
        """cells => cells.filter(cell => [cell, ...cell.querySelectorAll('*')].some(
            part => getComputedStyle(part).textOverflow === 'ellipsis'
                && part.scrollWidth > part.clientWidth
        )).map(cell => cell.dataset.name)"""
    )


def as_application(application):
    return Application(application["id"], application["client_id"], application["client_secret"])


def reads(http, token, user):
    return http.get(f"/restapi/1.0/object/res.users/{user.id}?fields=['login']", token=token)


def tokens_of(web):
    """Opens the tokens of an application from its form."""
    web.page.reload()
    web.page.locator("button[name=action_view_tokens]:visible").click()
    web.rows().first.wait_for()
