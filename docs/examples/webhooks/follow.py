"""Follows the customers of Odoo: a webhook says that some have changed, the feed of changes says what.

pip install requests standardwebhooks
"""

import http.server
import json
import os
import threading
from pathlib import Path

from odoo_client import Odoo, Problem
from standardwebhooks import Webhook, WebhookVerificationError

MODEL, FIELDS = "res.partner", "name"  # with Odoo's app Sales: "sale.order", "name,state"
STORED = Path("customers.json")  # a real shop stores both in its database, in one transaction

webhook = Webhook(os.environ["WEBHOOK_SECRET"])  # whsec_…
odoo = Odoo()
news = threading.Event()


def catch_up():
    """Reads all changes since the last time, whether messages came or not."""
    stored = json.loads(STORED.read_text()) if STORED.exists() else {"next": None, "records": {}}
    more = True
    while more:
        params = {"fields": FIELDS, **({"since": stored["next"]} if stored["next"] else {})}
        try:
            headers = {"Prefer": "keys=model"}
            page = odoo.request(
                "GET", f"/object/{MODEL}/changes", params=params, headers=headers
            ).json()
        except Problem as problem:
            if problem.code != "resync_required":
                raise
            stored = {"next": None, "records": {}}  # too long offline: everything again
            continue
        for record in page[MODEL]:
            if stored["records"].get(str(record["id"])) != record:
                stored["records"][str(record["id"])] = record
                print("changed:", record["name"], flush=True)
        for record_id in page["gone"]:
            gone = stored["records"].pop(str(record_id), None)
            if gone:
                print("gone:", gone["name"], flush=True)
        stored["next"], more = page["next"], page["more"]
        store(stored)


def store(stored):
    """In one step: whoever ends the program meanwhile leaves the file of before."""
    new = STORED.with_suffix(".new")
    new.write_text(json.dumps(stored))
    new.replace(STORED)


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            webhook.verify(body, dict(self.headers))
        except (WebhookVerificationError, ValueError):
            self.send_response(400)
        else:
            news.set()
            self.send_response(204)
        self.end_headers()


server = http.server.ThreadingHTTPServer(("127.0.0.1", 3000), Receiver)
threading.Thread(target=server.serve_forever, daemon=True).start()
while True:
    news.clear()
    catch_up()
    news.wait()
