"""The proxy that wkhtmltopdf must use. It runs on this machine and connects only to this server.

A document contains texts of users, which can name any URL: to steal the session, or to print what only
this server can reach. Whatever wkhtmltopdf loads, because of an element, style, redirect or script, it
loads through its proxy, so access is decided here. The proxy adds the session cookie; wkhtmltopdf never
has it.
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

TIMEOUT = 60  # seconds without data on a connection
PORTS = {"http": 80, "https": 443}
USER = "restapi"
# Headers that apply to a single connection (RFC 9110 §7.6.1), or that the proxy replaces.
NOT_FORWARDED = {
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
    """The origin of a URI (RFC 6454 §4)."""

    scheme: str
    host: str
    port: int


def origin(url: str) -> Optional[Origin]:
    """The origin of an absolute URL; None if it has none."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    return Origin(parts.scheme, parts.hostname, port) if parts.hostname else None


def origins(urls: Iterable[str]) -> List[Origin]:
    """The origins of this server's URLs. For each with http on port 80 also the https one, to which it
    may redirect."""
    valid = [parsed for parsed in map(origin, urls) if parsed]
    secure = [Origin("https", http.host, 443) for http in valid if http[::2] == ("http", 80)]
    return [*valid, *secure]


@contextlib.contextmanager
def running(own: List[Origin], cookie: str) -> Iterator[str]:
    """Run a proxy while one document is printed, and yield its URL with its credentials.

    :param own: the only origins that it connects to
    :param cookie: the header ``Cookie`` of each request to them
    """
    with Proxy(own, cookie) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield "http://%s:%s@127.0.0.1:%s" % (USER, proxy.password, proxy.server_port)
        finally:
            proxy.shutdown()
            if proxy.refused:
                _logger.info(
                    "A document was printed without resources of other servers, such as %r.",
                    proxy.refused,
                )


class Proxy(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, own: List[Origin], cookie: str) -> None:
        self.own = own
        self.cookie = cookie
        # since other users of this machine can connect too
        self.password = secrets.token_urlsafe(24)
        credentials = base64.b64encode(("%s:%s" % (USER, self.password)).encode())
        self.authorization = b"Basic " + credentials
        self.refused = ""  # the last target
        super().__init__(("127.0.0.1", 0), Handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Log at debug level only: wkhtmltopdf may close its connections at any time."""
        _logger.debug("A connection of wkhtmltopdf was closed", exc_info=True)


class Handler(BaseHTTPRequestHandler):
    server: Proxy
    timeout = TIMEOUT
    tunnel: Optional[Origin] = None  # after CONNECT: the origin for all requests on this connection

    def do_GET(self) -> None:
        if self.tunnel or self._is_authorized():
            target = self._own(self.tunnel or origin(self.path))
            if target:
                self._forward(target)

    do_HEAD = do_GET

    def do_CONNECT(self) -> None:
        """Terminate TLS here, so that requests in the tunnel get the session cookie too."""
        target = self._is_authorized() and self._own(origin("https://" + self.path))
        if not target:
            return
        self.send_response_only(200)
        self.end_headers()
        self.connection = tls.server_context().wrap_socket(self.connection, server_side=True)
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
        """The target if it is this server; otherwise answer 403 and return None."""
        if target in self.server.own:
            return target
        self.server.refused = self.path[:100]
        self._answer(403, {})
        return None

    def _forward(self, target: Origin) -> None:
        try:
            try:
                self._exchange(target, is_verified=True)
            except ssl.SSLCertVerificationError:
                _logger.warning(
                    "The certificate of %s is not valid: documents are printed without pictures that need "
                    "the caller's rights. Set report.url to a URL of this server that works.",
                    target.host,
                )
                self._exchange(target, is_verified=False)
        except (OSError, http.client.HTTPException):
            _logger.warning("This server can't reach itself at %s:%s", target.host, target.port)
            self._answer(502, {})

    def _exchange(self, target: Origin, is_verified: bool) -> None:
        """Forward the request and its answer. wkhtmltopdf follows redirects itself, through this proxy."""
        connection: http.client.HTTPConnection
        if target.scheme == "https":
            context = tls.client_context(is_verified)
            connection = http.client.HTTPSConnection(
                target.host, target.port, timeout=TIMEOUT, context=context
            )
        else:
            connection = http.client.HTTPConnection(target.host, target.port, timeout=TIMEOUT)
        headers = _forwarded(self.headers)
        if is_verified:
            headers["Cookie"] = self.server.cookie
        parts = urlsplit(self.path)
        path = (parts.path or "/") + (parts.query and "?" + parts.query)
        with contextlib.closing(connection):
            connection.request(self.command, path, headers=headers)
            answer = connection.getresponse()
            self.send_response_only(answer.status)
            for name, value in _forwarded(answer.headers).items():
                self.send_header(name, value)
            self.end_headers()
            shutil.copyfileobj(answer, self.wfile)

    def _answer(self, status: int, headers: Dict[str, str]) -> None:
        self.send_response_only(status)
        for name, value in {**headers, "Content-Length": "0"}.items():
            self.send_header(name, value)
        self.end_headers()


def _forwarded(headers: Message) -> Dict[str, str]:
    return {name: value for name, value in headers.items() if name.lower() not in NOT_FORWARDED}
