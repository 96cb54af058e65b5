"""How fast one worker delivers to webhooks: the row *deliveries*, whose receiver is on this machine."""

import statistics
import time

from bench import report
from bench.apis import Failed
from bench.setting import LOGIN, PASSWORD, Setting
from tests.harness import webhooks
from tests.harness.rpc import OdooClient

MODEL = "res.partner.category"
CHANGES = 500
ROUNDS = 3
ROW = f"a delivery, {CHANGES} at once"


def measure(setting: Setting) -> report.Figures:
    """The time of one delivery, from the note of a change to the receiver's answer.

    :raises Failed: the receiver did not get all of them
    """
    odoo = OdooClient(setting.server.url, setting.server.db, LOGIN, PASSWORD)
    webhooks.allow_loopback(odoo)
    [model_id] = odoo.search("ir.model", [("model", "=", MODEL)])
    seconds = []
    with webhooks.inbox() as inbox:
        vals = {
            "name": "Bench",
            "application_id": setting.application.id,
            "model_id": model_id,
            "field_names": "name",
            "url": inbox.url,
        }
        hook = odoo.create("restapi.webhook", vals)
        for _ in range(ROUNDS):
            odoo.create(MODEL, [{"name": f"Bench {number}"} for number in range(CHANGES)])
            started = time.perf_counter()
            webhooks.send(odoo)
            seconds.append((time.perf_counter() - started) / CHANGES)
            if len(inbox.take()) != CHANGES:
                raise Failed("the receiver did not get all deliveries")
        odoo.unlink("restapi.webhook", [hook])
    median = statistics.median(seconds)
    return {ROW: {"restapi": {"median_ms": round(median * 1000, 3), "per_second": 1 / median}}}
