"""The screens of webhooks."""

import pytest

from tests.harness.oauth import make_application
from tests.harness.webhooks import allow_loopback, inbox


@pytest.fixture
def receiver(odoo):
    allow_loopback(odoo)
    with inbox() as found:
        yield found


@pytest.fixture
def hook(odoo, receiver):
    application = make_application(odoo, odoo.uid, scopes="read")
    [model_id] = odoo.search("ir.model", [("model", "=", "res.partner.category")])
    vals = {
        "name": "Tags for the shop",
        "application_id": application.id,
        "model_id": model_id,
        "url": receiver.url,
    }
    made = odoo.create("restapi.webhook", vals)
    yield made
    odoo.unlink("restapi.webhook", made)


def test_create_test_and_look_at_the_delivery(manager, odoo, receiver, hook):
    """A manager sends a test, sees the answer, and finds the secret on demand only."""
    web, page = manager, manager.page
    web.action("restapi.restapi_webhook_action")
    page.get_by_text("Tags for the shop").first.click()
    page.locator("button[name=action_send_test]:visible").wait_for()
    secret = odoo.read("restapi.webhook", hook, ["secret"])["secret"]
    assert secret not in page.content()
    assert not page.locator("div[name=gone]:visible, div[name=failing]:visible").count()
    web.shot("webhook")
    page.locator("button[name=action_show_secret]:visible").click()
    page.locator(".modal [name=secret]").first.wait_for()
    assert secret in page.locator(".modal").inner_text()
    page.locator(".modal-footer button:visible").first.click()
    page.locator(".modal").wait_for(state="detached")
    receiver.status = 500
    page.locator("button[name=action_send_test]:visible").click()
    page.get_by_text("What the receiver says").wait_for()
    assert page.locator("button[name=action_send_again]:visible").count() == 1
    web.shot("webhook-delivery")
    [message] = receiver.take()
    assert message.kind == "test"
