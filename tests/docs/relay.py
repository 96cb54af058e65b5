"""Relays an example's requests to the server and injects faults."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from tests.harness.http import HttpClient

UNAVAILABLE = "unavailable"  # answers 503 and does not pass the request on
CUT = "cut"  # passes the request on, but sends no answer
PAUSE_SECONDS = 1
LATE_SECONDS = 2
PASSED_ON = ("Authorization", "Content-Type", "Accept")


@dataclass
class Late:
    """Sends no answer, and passes the request on later."""

    meanwhile: Callable[[], object] = lambda: None


class Relay:
    """A context manager. Applies `faults`, in order, to the requests that create records of `model`. A
    function among them is called after the request was passed on, and no answer is sent."""

    def __init__(self, url: str) -> None:
        self.model = "res.partner"
        self.faults: list = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                creates = self.command == "POST" and self.path.endswith(f"/object/{outer.model}")
                fault = outer.faults.pop(0) if creates and outer.faults else None
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                if fault == UNAVAILABLE:
                    self.send_response(503)
                    self.send_header("Retry-After", str(PAUSE_SECONDS))
                    self.send_header("Content-Length", "0")
                    self.end_headers()
                    return
                headers = {name: self.headers[name] for name in PASSED_ON if self.headers[name]}

                def carry_out() -> requests.Response:
                    with HttpClient(url) as server:
                        return server.request(self.command, self.path, data=body, headers=headers)

                if isinstance(fault, Late):
                    threading.Timer(LATE_SECONDS, carry_out).start()
                    fault.meanwhile()
                    self.close_connection = True
                    return
                answer = carry_out()
                if fault:
                    if callable(fault):
                        fault()
                    self.close_connection = True
                    return
                self.send_response(answer.status_code)
                for name in ("Content-Type", "X-Record-Count"):
                    if name in answer.headers:
                        self.send_header(name, answer.headers[name])
                self.send_header("Content-Length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            do_POST = do_PUT = do_GET

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> "Relay":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
