"""The download of the OpenAPI document on the form of an application."""

import json
from pathlib import Path

import pytest

from tests.harness.oauth import make_application

EXPORT = "restapi.openapi.export"


@pytest.fixture
def dialog(manager, odoo):
    """The dialog, opened from the form of an application."""
    web = manager
    application = make_application(odoo, odoo.uid, answers="deployed")
    web.action("restapi.restapi_application_action", application.id)
    web.page.locator("button[name=action_openapi]").click()
    web.page.locator(".modal button[name=action_download]").wait_for()
    return web


def test_download(dialog):
    dialog.page.locator(".modal [name=model_names] input, .modal input[name=model_names]").fill(
        "res.country, res.partner"
    )
    dialog.shot("openapi-export")
    with dialog.page.expect_download() as download:
        dialog.page.locator(".modal button[name=action_download]").click()
    assert download.value.suggested_filename == "openapi-3.1.json"
    document = json.loads(Path(download.value.path()).read_text())
    assert document["openapi"].startswith("3.1")
    assert {"ResCountry", "ResPartner"} <= set(document["components"]["schemas"])
    assert document["servers"][0]["url"].endswith("/restapi/1.0")
    # the form of the answers is that of the application
    assert "201" in document["paths"]["/object/res.country"]["post"]["responses"]


@pytest.mark.parametrize("names", ["res.partnr", "*, res.partner"])
def test_unknown_models(odoo, register, names):
    export = odoo.create(EXPORT, {"application_id": register().id, "model_names": names})
    with pytest.raises(Exception, match="There is no model"):
        odoo.call(EXPORT, "action_download", [[export]])


def test_for_managers_only(odoo, make_user, register):
    user = make_user()
    other = odoo.as_user(user.login, user.password)
    with pytest.raises(Exception, match="managers"):
        other.create(EXPORT, {"application_id": register().id})
