"""The only way out for wkhtmltopdf: a proxy on this machine that reaches this server and nothing else.

A document holds texts of users, and these can name any address: to be told of the session, or to print
what only this server can reach. What wkhtmltopdf reads, by whatever element, style, redirect or script,
it reads through its proxy, so that is the place to decide. The proxy adds the session itself; wkhtmltopdf
knows none.
"""

import base64
import contextlib
import hmac
import http.client
import logging
import secrets
import shutil
import ssl
import threading
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Dict, Iterable, Iterator, List, NamedTuple, Optional
from urllib.parse import urlsplit

from . import tls

_logger = logging.getLogger(__name__)

TIMEOUT = 60  # seconds in which a connection says nothing
PORTS = {"http": 80, "https": 443}
USER = "restapi"
# Of one connection (RFC 9110 §7.6.1), or replaced here.
NOT_PASSED_ON = {
    "connection",
    "cookie",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}


class Origin(NamedTuple):
    """RFC 6454 §4."""

    scheme: str
    host: str
    port: int


def origin(url: str) -> Optional[Origin]:
    """The origin of an absolute URL, None if it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return Origin(parts.scheme, parts.hostname, port) if parts.hostname else None


def origins(urls: Iterable[str]) -> List[Origin]:
    """Those of this server's addresses, and the https one where an http one may redirect to it."""
    known = [found for found in map(origin, urls) if found]
    secure = [Origin("https", one.host, 443) for one in known if one[::2] == ("http", 80)]
    return [*known, *secure]


@contextlib.contextmanager
def running(own: List[Origin], cookie: str) -> Iterator[str]:
    """A proxy for as long as one document is printed: its URL, with the password that it asks for.

    :param own: the only places that it connects to
    :param cookie: the header that goes with each request to them
    """
    with Proxy(own, cookie) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield "http://%s:%s@127.0.0.1:%s" % (USER, proxy.password, proxy.server_port)
        finally:
            proxy.shutdown()
            if proxy.refused:
                _logger.info(
                    "A document was printed without what it asked of other servers, such as %r.",
                    proxy.refused,
                )


class Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, own: List[Origin], cookie: str) -> None:
        self.own = own
        self.cookie = cookie
        # other users of this machine can connect too
        self.password = secrets.token_urlsafe(24)
        credentials = base64.b64encode(("%s:%s" % (USER, self.password)).encode())
        self.authorization = b"Basic " + credentials
        self.refused = ""  # the last target
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """wkhtmltopdf ends its connections when it likes."""
        _logger.debug("A connection of wkhtmltopdf broke", exc_info=True)


class Handler(BaseHTTPRequestHandler):
    server: Proxy
    timeout = TIMEOUT
    tunnel: Optional[Origin] = None  # what follows on this connection is for that origin

    def do_GET(self) -> None:
        if self.tunnel or self._is_authorized():
            target = self._own(self.tunnel or origin(self.path))
            if target:
                self._forward(target)

    do_HEAD = do_GET

    def do_CONNECT(self) -> None:
        """Look into the tunnel: what is asked in it gets the session as well."""
        target = self._is_authorized() and self._own(origin("https://" + self.path))
        if not target:
            return
        self.send_response_only(200)
        self.end_headers()
        self.connection = tls.accepting().wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", 0)
        self.tunnel = target
        with self.connection:
            self.handle_one_request()
            self.rfile.close()
            self.wfile.close()

    def _is_authorized(self) -> bool:
        given = self.headers.get("Proxy-Authorization", "").encode()
        if hmac.compare_digest(given, self.server.authorization):
            return True
        self._answer(407, {"Proxy-Authenticate": 'Basic realm="printing"'})
        return False

    def _own(self, target: Optional[Origin]) -> Optional[Origin]:
        """The target if it is this server, else None, and the request is answered."""
        if target in self.server.own:
            return target
        self.server.refused = self.path[:100]
        self._answer(403, {})
        return None

    def _forward(self, target: Origin) -> None:
        try:
            try:
                self._pass_on(target, is_verified=True)
            except ssl.SSLCertVerificationError:
                _logger.warning(
                    "The certificate of %s is not valid: documents are printed without the caller's "
                    "pictures. Set report.url to an address of this server that works.",
                    target.host,
                )
                self._pass_on(target, is_verified=False)
        except (OSError, http.client.HTTPException):
            _logger.warning("This server can't reach itself at %s:%s", target.host, target.port)
            self._answer(502, {})

    def _pass_on(self, target: Origin, is_verified: bool) -> None:
        """One request and its answer. Redirects are wkhtmltopdf's to follow, through here again."""
        connection: http.client.HTTPConnection
        if target.scheme == "https":
            context = tls.connecting(is_verified)
            connection = http.client.HTTPSConnection(
                target.host, target.port, timeout=TIMEOUT, context=context
            )
        else:
            connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
        headers = _passed_on(self.headers)
        if is_verified:
            headers["Cookie"] = self.server.cookie
        parts = urlsplit(self.path)
        path = (parts.path or "/") + (parts.query and "?" + parts.query)
        with contextlib.closing(connection):
            connection.request(self.command, path, headers=headers)
            answer = connection.getresponse()
            self.send_response_only(answer.status)
            for name, value in _passed_on(answer.headers).items():
                self.send_header(name, value)
            self.end_headers()
            shutil.copyfileobj(answer, self.wfile)

    def _answer(self, status: int, headers: Dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()


def _passed_on(headers: Message) -> Dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in NOT_PASSED_ON}
