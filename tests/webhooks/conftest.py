"""Webhooks of tags of partners, and their receivers."""

from contextlib import ExitStack

import pytest

from tests.harness import webhooks
from tests.harness.oauth import make_application

TAG = "res.partner.category"


@pytest.fixture(scope="module", autouse=True)
def _loopback(odoo):
    webhooks.allow_loopback(odoo)


@pytest.fixture
def make_inbox():
    with ExitStack() as stack:
        yield lambda: stack.enter_context(webhooks.inbox())


@pytest.fixture
def inbox(make_inbox):
    return make_inbox()


@pytest.fixture
def make_hook(odoo):
    """`make_hook(inbox, user_id=…, **vals)`: the id of a webhook of tags, by default with names."""
    made = []

    def make_hook(inbox, user_id=None, **vals):
        application = make_application(odoo, user_id or odoo.uid, scopes="read").id
        [model_id] = odoo.search("ir.model", [("model", "=", vals.pop("model", TAG))])
        values = {
            "name": "Tags",
            "application_id": application,
            "model_id": model_id,
            "field_names": "name",
            "url": inbox.url,
            **({"user_id": vals.pop("responsible")} if "responsible" in vals else {}),
            **vals,
        }
        made.append(odoo.create("restapi.webhook", values))
        return made[-1]

    yield make_hook
    everyone = [("id", "in", made), ("active", "in", [True, False])]
    odoo.unlink("restapi.webhook", odoo.search("restapi.webhook", everyone))


@pytest.fixture
def hook(make_hook, inbox):
    return make_hook(inbox)


@pytest.fixture
def send(odoo):
    return lambda: webhooks.send(odoo)


@pytest.fixture
def tag(odoo):
    """`tag(name)`: the id of a new tag."""
    return lambda name="Tag", **vals: odoo.create(TAG, {"name": name, **vals})


@pytest.fixture
def due(server):
    """Lets everything that waits be tried at once."""
    now = "UPDATE restapi_webhook_delivery SET next_try_at = now() AT TIME ZONE 'UTC' WHERE state = 'waiting'"
    return lambda: server.sql(now)


@pytest.fixture
def delivery(odoo):
    """`delivery(hook)`: the latest delivery."""

    def delivery(hook):
        [found] = odoo.call(
            "restapi.webhook.delivery", "search_read", [[("webhook_id", "=", hook)]], limit=1
        )
        return found

    return delivery
