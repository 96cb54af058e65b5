"""The list of active tokens: readable labels, filters by application, and revoking several at once."""

from playwright.sync_api import expect

from tests.harness.oauth import get_token
from tests.harness.oauth1 import Consumer

ACTION = "restapi.restapi_active_token_action"
NO_DELETE = "read create write call report"
USERINFO = "/restapi/1.0/common/oauth2/userinfo"


def test_by_application_and_revoking_several_at_once(manager, register, http, has):
    """Seen to fail without the button above the list."""
    shop, till = register(name="Revoked shop"), register(name="Kept till", scopes=NO_DELETE)
    tokens = [get_token(http, one)["access_token"] for one in (shop, shop, till)]
    assert [works(http, token) for token in tokens] == [True] * 3
    web, page = manager, manager.page
    web.action(ACTION)
    web.unfold("Revoked shop", "Kept till")
    groups = page.locator(".o_group_header")
    expect(groups.filter(has_text="Revoked shop (2)")).to_be_visible()
    expect(groups.filter(has_text="Kept till (1)")).to_be_visible()
    rows = web.rows().filter(has_text="Revoked shop")
    assert rows.count() == 2
    assert "\tAll\t" in rows.first.inner_text()
    assert "Read, Create, Change, Actions, Print" in web.rows().filter(has_text="Kept").inner_text()
    for row in rows.all():
        row.locator(".o_list_record_selector input").dispatch_event("click")
    if has("buttons above lists"):
        button = page.get_by_role("button", name="Revoke", exact=True).and_(
            page.locator(":not(.o_list_view tbody *)")
        )
    else:
        page.locator(".o_cp_sidebar button", has_text="Action").click()
        button = page.locator(".o_cp_sidebar a", has_text="Revoke")
    button.first.wait_for()
    web.shot("tokens-selected")
    button.first.click()
    if not web.is_legacy:  # in lists, 14.0 asks for no confirmation
        web.confirm()
    rows.first.wait_for(state="detached")
    assert [works(http, token) for token in tokens] == [False, False, True]


def test_tokens_that_never_expire(odoo, register, http):
    """Tokens of OAuth 1.0a never expire."""
    application = register(name="Old scanner")
    Consumer(http, application).authorized()
    get_token(http, application)
    fields = ["protocol", "end_label", "expires_at"]
    domain = [("application_id", "=", application.id)]
    rows = odoo.call("restapi.active.token", "search_read", [domain, fields])
    ends = {row["protocol"]: row["end_label"] for row in rows}
    assert ends["oauth1"] == "Never"
    assert ends["oauth2"]
    assert ends["oauth2"] != "Never"


def works(http, token):
    return http.get(USERINFO, token=token).status_code == 200
