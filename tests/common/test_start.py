"""`GET /start` (manual 3.1.2): the demo application, on demo servers only."""

import pytest

from tests.harness.oauth import Application, get_token
from tests.harness.problems import problem


@pytest.fixture
def demo(odoo):
    """Makes the server a demo server for one test."""
    admin = odoo.ref("base.user_admin")
    application = odoo.create("restapi.application", {"name": "Demo", "user_id": admin})
    xmlid = odoo.create(
        "ir.model.data",
        {
            "module": "restapi",
            "name": "demo_application",
            "model": "restapi.application",
            "res_id": application,
            "noupdate": True,
        },
    )
    odoo.call("ir.config_parameter", "set_param", ["restapi.demo", "1"])
    yield application
    odoo.call("ir.config_parameter", "set_param", ["restapi.demo", False])
    odoo.unlink("ir.model.data", xmlid)
    odoo.unlink("restapi.application", application)


def test_off_unless_the_system_parameter_is_set(http):
    problem(http.get("/start"), 404, "not_found")


def test_answers_what_the_next_request_needs(http, demo, server):
    answer = http.get("/start")
    assert answer.status_code == 200
    body = answer.json()
    assert set(body) == {"client_id", "client_secret", "host", "database"}
    assert body["database"] == server.db
    assert body["host"] == server.url.split("//")[1]
    token = get_token(http, Application(demo, body["client_id"], body["client_secret"]))
    partner = http.get("/restapi/1.0/object/res.partner/3", token=token["access_token"])
    assert partner.status_code == 200
