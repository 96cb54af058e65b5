"""Sends a delivery: one POST request, to an address that has been checked, with one deadline.

It is made with ``http.client``, on a socket that ``connection`` opens. ``requests`` and ``urllib3`` come with Odoo too, but they look
names up themselves, count their timeouts anew with each byte, and read proxies and passwords from the environment; to
turn all this off takes more code than it saves, and differs between urllib3 1.24 (Odoo 12.0) and 2. ``http.client`` has no redirects, no proxies, no
cookies, no ``netrc`` and no decompression.

Nothing is logged here: a URL, a body and headers can have secrets.
"""

import codecs
import contextlib
import http.client
import socket
import ssl
import time
from dataclasses import dataclass, field
from typing import Any, Dict, Iterator, Mapping, NamedTuple, Tuple

from . import addresses
from .connection import Deadline, TooMuch, Wire, connect, tls_context
from .errors import ConnectionFailed, InvalidAnswer, TlsFailed
from .networks import Network

SECONDS = 10.0
MAX_HEAD = 32 * 1024
MAX_READ = 64 * 1024
MAX_KEPT = 1024
_MAX_HEADER = 200
# What is kept of the headers: what ``schedule`` obeys, and what explains a refusal.
_KEPT_HEADERS = ("retry-after", "content-type", "location")
_SENT_HEADERS = {
    "User-Agent": "odoo-restapi",
    "Accept": "*/*",
    "Accept-Encoding": "identity",
    "Connection": "close",
}


@dataclass(frozen=True)
class Settings:
    """What is the same for all deliveries; the certificates of the authorities are read once for each.

    :param allowed_networks: private networks that may be reached, and by http (``networks.parse``)
    :param seconds: from the lookup of the name to the end of the answer
    """

    allowed_networks: Tuple[Network, ...] = ()
    seconds: float = SECONDS
    tls: ssl.SSLContext = field(default_factory=tls_context)


class Answer(NamedTuple):
    """:param headers: a few of them, with names in lower case
    :param body: the beginning, as text that PostgreSQL can store
    """

    status: int
    headers: Dict[str, str]
    body: str
    seconds: float


def post(url: str, body: bytes, headers: Mapping[str, str], settings: Settings) -> Answer:
    """Send a body, and wait for the answer. Any status is an answer; ``schedule`` judges it.

    :raises DeliveryError: there was none; its class and message say why
    """
    started = time.monotonic()
    deadline = Deadline(settings.seconds)
    target = addresses.parse(url, settings.allowed_networks)
    checked = addresses.resolve(target, settings.allowed_networks, deadline.left())
    with _explained(target, deadline):
        connection = connect(target, checked, deadline, settings.tls)
        with contextlib.closing(connection):
            wire = Wire(connection, deadline)
            response = _exchange(target, body, headers, wire)
            text = _text(_beginning(response, wire))
    return Answer(response.status, _kept(response), text, time.monotonic() - started)


def _exchange(
    target: addresses.Target, body: bytes, headers: Mapping[str, str], wire: Wire
) -> http.client.HTTPResponse:
    client = http.client.HTTPConnection(target.host, target.port)
    socket_like: Any = wire
    client.sock = socket_like
    client.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
    own = {"Host": target.authority, "Content-Length": str(len(body)), **_SENT_HEADERS}
    for name, value in {**own, **headers}.items():
        client.putheader(name, value)
    # A receiver can answer, for instance 413, and close before it has read everything.
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        client.endheaders(body)
    wire.readable_bytes = MAX_HEAD
    try:
        response: Any = client.getresponse()
        while 100 <= response.status < 200:  # http.client skips 100, but not 103 (RFC 9110 §15.2)
            response.headers = None
            response.begin()
    except TooMuch:
        raise InvalidAnswer(
            "The headers of the answer are longer than %d KiB." % (MAX_HEAD // 1024)
        ) from None
    if wire.is_at_end:  # http.client takes half a head for a whole one
        raise http.client.IncompleteRead(b"")
    answer: http.client.HTTPResponse = response
    return answer


def _beginning(response: http.client.HTTPResponse, wire: Wire) -> bytes:
    """The first KiB of the body. The rest is read up to a limit, because some servers report a client that
    closes early as an error of theirs."""
    wire.readable_bytes = MAX_READ
    kept = b""
    with contextlib.suppress(TooMuch):
        while True:
            part = response.read(MAX_KEPT)
            kept = (kept + part)[:MAX_KEPT]
            if not part:
                break
        if response.length:
            raise http.client.IncompleteRead(b"", response.length)
    return kept


def _text(body: bytes) -> str:
    """Text without NUL, which PostgreSQL can't store, and without half a character at its end."""
    text: str = codecs.getincrementaldecoder("utf-8")("replace").decode(body)
    return text.replace("\0", "\ufffd")


def _kept(response: http.client.HTTPResponse) -> Dict[str, str]:
    found = {name: response.getheader(name) for name in _KEPT_HEADERS}
    return {
        name: value[:_MAX_HEADER].replace("\0", "\ufffd") for name, value in found.items() if value
    }


@contextlib.contextmanager
def _explained(target: addresses.Target, deadline: Deadline) -> Iterator[None]:
    """Turn exceptions of the libraries into ours; their texts can quote what the other side has sent."""
    place = "%s port %d" % (target.host, target.port)
    try:
        yield
    except (socket.timeout, TimeoutError):
        raise deadline.exceeded() from None
    except ssl.SSLCertVerificationError as error:
        raise TlsFailed(
            "The certificate of %s is not valid: %s." % (place, error.verify_message.rstrip("."))
        ) from None
    except ssl.SSLError as error:
        raise TlsFailed(
            "No encrypted connection to %s: %s." % (place, error.reason or "it broke")
        ) from None
    except (http.client.RemoteDisconnected, http.client.IncompleteRead):
        raise ConnectionFailed(
            "%s closed the connection before its answer ended." % place
        ) from None
    except http.client.HTTPException:
        raise InvalidAnswer("%s did not answer in HTTP." % place) from None
    except OSError as error:
        raise ConnectionFailed(
            "No connection to %s: %s." % (place, error.strerror or "it broke")
        ) from None
