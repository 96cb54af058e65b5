"""Receives webhooks of Odoo and verifies them.

pip install standardwebhooks
"""

import http.server
import os

from standardwebhooks import Webhook, WebhookVerificationError

webhook = Webhook(os.environ["WEBHOOK_SECRET"])  # whsec_…
received = set()  # ids of deliveries; a real receiver stores them in a database


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            event = webhook.verify(body, dict(self.headers))
        except (WebhookVerificationError, ValueError):  # ValueError: not even a signature
            return self.answer(400)
        if self.headers["webhook-id"] not in received:
            received.add(self.headers["webhook-id"])
            print(event["type"], event["data"]["id"], flush=True)  # your work, or a queue for it
        self.answer(204)

    def answer(self, status):
        self.send_response(status)
        self.end_headers()


http.server.ThreadingHTTPServer(("127.0.0.1", 3000), Receiver).serve_forever()
