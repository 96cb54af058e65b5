"""Webhooks, and receivers that remember what they got."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple

from standardwebhooks import Webhook

from tests.harness.rpc import OdooClient

NETWORKS = "restapi.webhook_networks"


class Message(NamedTuple):
    """A message as it was received."""

    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def content(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    @property
    def kind(self) -> str:
        """Without the model: `create`, `write`, …"""
        return str(self.content["type"].rpartition(".")[2])

    @property
    def record(self) -> int:
        return int(self.content["data"]["id"])

    def verify(self, secret: str) -> None:
        """:raises WebhookVerificationError: the signature is wrong"""
        Webhook(secret).verify(self.body, self.headers)


class Inbox:
    """What a receiver got. `status` and `headers` are its next answers; `seconds` is how long it takes."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.status = 204
        self.headers: dict[str, str] = {}
        self.seconds = 0.0
        self.at_once = 0
        self.most_at_once = 0
        self.on_message: Callable[[], None] = lambda: None
        self.url = ""
        self._lock = threading.Lock()

    def handle(self, request: BaseHTTPRequestHandler) -> None:
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        body = request.rfile.read(int(request.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.messages.append(Message(headers, body))
        self.on_message()
        time.sleep(self.seconds)
        with self._lock:
            self.at_once -= 1
        request.send_response(self.status)
        for name, value in self.headers.items():
            request.send_header(name, value)
        request.end_headers()
        if self.status not in (204, 304):
            request.wfile.write(b"What the receiver says")

    def take(self) -> list[Message]:
        """All messages, which it then forgets."""
        taken, self.messages = self.messages, []
        return taken

    def kinds(self) -> list[tuple[str, int]]:
        """Takes all messages; what each says about which record."""
        return [(message.kind, message.record) for message in self.take()]


@contextmanager
def inbox() -> Iterator[Inbox]:
    found = Inbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.handle(self)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    found.url = f"http://127.0.0.1:{server.server_port}/hook"
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()


def allow_loopback(odoo: OdooClient) -> None:
    """Lets webhooks reach this machine."""
    if not odoo.search("ir.config_parameter", [("key", "=", NETWORKS)]):
        odoo.create("ir.config_parameter", {"key": NETWORKS, "value": "127.0.0.0/8"})


def send(odoo: OdooClient) -> None:
    """Runs the scheduled action."""
    job = odoo.ref("restapi.ir_cron_webhooks")
    odoo.call("ir.cron", "method_direct_trigger", [[job]])


def quietly(call: Callable[..., None], *args: Any) -> None:
    """Calls; Odoo refuses to start a scheduled action twice, on most series, and a worker may be killed."""
    try:
        call(*args)
    except Exception as error:  # noqa: BLE001 - of whatever kind
        print(type(error))
