"""What a manager sees on servers whose key for secrets is missing or was replaced."""

import os

import pytest
from playwright.sync_api import expect

from dev.server import secret_key
from tests.harness.oauth import make_application
from tests.harness.rpc import OdooClient, user_factory
from tests.harness.server import fresh_database

MANAGER = ["base.group_user", "restapi.group_manager"]


@pytest.fixture(scope="module")
def other_database(series, postgres_port):
    """One for two tests, because it must build the web client's files first."""
    name = f"test_screens_{series.replace('.', '_')}_{os.getpid()}"
    with fresh_database(series, name, postgres_port) as db:
        yield db


@pytest.mark.timeout(400)
def test_no_secret_key_on_the_server(odoo, make_server, other_database, person, register):
    """The banner on a server without a sealing key of its own."""
    application = register(name="Bare")
    fields = ["sealing_state"]
    assert odoo.read("restapi.application", application.id, fields)["sealing_state"] is False
    server = make_server(other_database, workers=0, env={"RESTAPI_SECRET_KEY": ""})
    client = OdooClient(server.url, server.db)
    web = person()
    web.url = server.url
    web.start(user_factory(client)(MANAGER))
    bare = make_application(client, client.uid, name="Bare")
    web.action("restapi.restapi_application_action", bare.id)
    web.page.locator("[name=sealing_missing]").wait_for()
    web.shot("no-secret-key")
    client.unlink("restapi.application", bare.id)


@pytest.mark.timeout(400)
def test_a_copied_application_and_a_replaced_key(make_server, other_database, person):
    """A manager can make the copy usable, and learns when the old key can be removed."""
    server = make_server(other_database, workers=0)
    client = OdooClient(server.url, server.db)
    copied = make_application(client, client.uid, name="Copied shop", kind="public")
    server.sql(
        "UPDATE restapi_application SET database_uuid = 'another' WHERE id = %s", [copied.id]
    )
    server.stop()
    keys = {"RESTAPI_SECRET_KEY": "k" * 32 + "," + secret_key()}
    server = make_server(db=server.db, workers=0, env=keys)
    client = OdooClient(server.url, server.db)
    own = make_application(client, client.uid, name="Own shop")
    server.sql(
        "UPDATE restapi_application SET client_secret_sealed ="
        " (SELECT client_secret_sealed FROM restapi_application WHERE id = %s) WHERE id = %s",
        [copied.id, own.id],
    )
    web = person()
    web.url = server.url
    web.start(user_factory(client)(MANAGER))
    page = web.page
    web.action("restapi.restapi_application_action")
    web.shot("applications-copied")
    web.action("restapi.restapi_application_action", own.id)
    expect(page.get_by_text("Some secrets still need a key other")).to_be_visible()
    expect(page.get_by_text("comes from a copy")).to_be_hidden()
    web.shot("application-key-replaced")
    web.action("restapi.restapi_application_action", copied.id)
    banner = page.get_by_text("comes from a copy of another database")
    expect(banner).to_be_visible()
    web.shot("application-copied")
    page.locator("button[name=action_new_secret]:visible").click()
    page.locator(".modal-footer .btn-primary").click()
    banner.wait_for(state="hidden")
