"""Who gets into the API explorer, and what others are told."""

from playwright.sync_api import expect

from tests.harness.explorer import EXPLORER, XML_ID, Explorer

MODEL = "res.partner.category"


def test_a_sign_in_that_has_expired(person, administrator, server, odoo):
    """The page says so, and comes back to where it was."""
    one = Explorer(person(), administrator)
    one.open(f"#{MODEL}/routes")
    one.sign_in()
    block = one.operation("listResPartnerCategory")
    block.locator(".opblock-summary-control").click()
    server.sql(
        "UPDATE restapi_oauth2_token SET expires_at = '2020-01-01' WHERE application_id = %s",
        [odoo.ref(XML_ID)],
    )
    block.locator("button.execute").click()
    one.page.locator(".alert.expired").wait_for()
    expect(block).to_be_visible()
    one.web.shot("explorer-expired")
    one.page.locator(".alert.expired button").click()
    one.allow()
    one.operation("listResPartnerCategory")
    assert one.page.url.endswith(f"{EXPLORER}#{MODEL}/routes")


def test_denied(explorer):
    one = explorer()
    one.open()
    one.page.locator("#sign_in").click()
    one.web.sign_in(one.user.login, one.user.password)
    one.page.locator("button[value=deny]").click()
    one.page.locator("#alerts").get_by_text("You did not allow the API explorer").wait_for()
    assert "error" not in one.page.url


def test_a_code_from_elsewhere(explorer):
    """Seen to fail without the look at the state."""
    one = explorer()
    one.page.goto(f"{one.url}?code=stolen&state=x")
    one.page.locator("#alerts").get_by_text("was not started from this tab").wait_for()
    assert one.page.url == one.url


def test_switched_off(explorer, odoo):
    one = explorer()
    application = odoo.ref(XML_ID)
    odoo.write("restapi.application", application, {"active": False})
    try:
        one.page.goto(one.url)
        one.page.get_by_text("The API explorer is switched off").wait_for()
        assert one.page.locator("script").count() == 0
        one.web.shot("explorer-archived")
    finally:
        odoo.write("restapi.application", application, {"active": True})
    one.open()


def test_somebody_who_may_not(explorer, make_user):
    one = explorer(make_user())
    one.open()
    one.page.locator("#sign_in").click()
    one.web.sign_in(one.user.login, one.user.password)
    one.page.get_by_text("Your account may not use this application").wait_for()
    one.web.shot("explorer-not-allowed")


def test_an_employee_who_may(explorer, make_user):
    one = explorer(make_user(groups=["base.group_user", "restapi.group_explorer"]))
    one.open()
    one.sign_in()
    assert one.page.locator("#found [data-model='res.partner']").count() == 1
    assert one.page.locator("#found [data-model='ir.config_parameter']").count() == 0


def test_from_the_menu(manager):
    manager.action("restapi.restapi_application_action")
    page = manager.page
    page.get_by_role("button", name="REST API").or_(
        page.locator(".o_main_navbar a", has_text="REST API")
    ).first.click()
    with page.context.expect_page() as opened:
        page.locator(".dropdown-item:visible", has_text="API explorer").first.click()
    opened.value.locator("#sign_in").wait_for()
