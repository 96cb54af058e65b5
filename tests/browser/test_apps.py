"""What the Apps list shows of the addon before it is installed."""

from playwright.sync_api import expect


def test_description_and_icon(manager, odoo):
    (module,) = odoo.search("ir.module.module", [("name", "=", "restapi")])
    web, page = manager, manager.page
    web.action("base.open_module_tree", module)
    page.get_by_role("heading", name="REST API for Odoo").wait_for()
    # up to 14.0, Odoo reads the file as Latin-1
    expect(page.get_by_text("Settings → Users")).to_be_visible()
    page.wait_for_function(
        """() => {
            const images = [...document.querySelectorAll('.o_form_view img')];
            return images.length >= 3 && images.every(image => image.naturalWidth > 0);
        }"""
    )
    web.shot("apps-description")
    web.page.set_viewport_size({"width": 1280, "height": 2200})
    web.shot("apps-description-whole")


def test_the_list(manager):
    web = manager
    target = (
        "/odoo/action-base.open_module_tree"
        if web.has_paths
        else "/web#action=base.open_module_tree"
    )
    web.page.goto("about:blank")
    web.page.goto(web.url + target)
    card = web.page.locator(".o_kanban_record", has_text="REST API").first
    card.wait_for()
    icon = card.locator("img")
    assert icon.evaluate("image => image.decode().then(() => image.naturalWidth)") == 140
    card.scroll_into_view_if_needed()
    web.shot("apps")
