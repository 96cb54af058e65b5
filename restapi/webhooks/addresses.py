"""The URL of a webhook, and the IP addresses that it stands for.

A host is looked up once. *All* its addresses must be allowed: a name that has a public and a private address is a
mistake or an attack, and which of them is used must not depend on the order of the answer. ``connection`` connects
to these very addresses, so a name that changes meanwhile (DNS rebinding) changes nothing.

Ports: 443 (and 80 for http), and those from 1024 on that are not on the list of *bad ports* of the Fetch standard, which belong
to other protocols.
"""

import ipaddress
import re
import socket
import threading
from typing import List, NamedTuple, Optional, Sequence, Union

import idna

from . import networks
from .errors import DeadlineExceeded, RefusedAddress, UnknownHost

MAX_LENGTH = 2000
_MAX_HOST = 253
_URL = re.compile(
    r"(?P<scheme>https?)://(?P<host>\[[0-9a-f:.]+\]|[^\x00-\x20\x7f\"#%&/:<>?@\[\\\]^`{|}]+)"
    r"(?::(?P<port>[0-9]{1,5}))?(?P<path>(?:[/?][a-z0-9\-._~:/?@!$&'()*+,;=%]*)?)",
    re.IGNORECASE | re.ASCII,
)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
# C libraries read hosts that end in a number as IPv4 addresses: 2130706433, 0x7f.1, 0177.0.0.1.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_DECIMAL_V4 = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})")
_FIRST_FREE_PORT = 1024
_BAD_PORTS = frozenset(
    [
        *(1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566),
        *(6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    ]
)


class Target(NamedTuple):
    """Where a webhook is sent. The path has the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """As the header ``Host`` has it."""
        host = "[%s]" % self.host if ":" in self.host else self.host
        is_usual = self.port == _usual_port(self.scheme)
        return host if is_usual else "%s:%d" % (host, self.port)


def parse(url: str, allowed: Sequence[networks.Network] = ()) -> Target:
    """Read the URL of a webhook, without asking the network.

    :param allowed: the networks that an administrator allows; without any, http is refused
    :raises RefusedAddress: it is not a URL that webhooks are sent to
    """
    if len(url) > MAX_LENGTH:
        raise RefusedAddress("The URL is longer than %d characters." % MAX_LENGTH)
    if "#" in url:
        raise RefusedAddress("The URL has a fragment (#), which is never sent. Leave it out.")
    if "@" in re.split("[/?]", url.partition("://")[2], maxsplit=1)[0]:
        raise RefusedAddress(
            "The URL has a user name or password before its host (@). Leave it out."
        )
    match = _URL.fullmatch(url)
    if not match:
        raise RefusedAddress(
            "This is not a URL such as https://example.com/hook. Encode special characters in its path with %."
        )
    scheme = match["scheme"].lower()
    if scheme == "http" and not allowed:
        raise RefusedAddress("The URL must begin with https://.")
    path = match["path"]
    return Target(
        scheme,
        _host(match["host"]),
        _port(scheme, match["port"]),
        path if path.startswith("/") else "/" + path,
    )


def _host(written: str) -> str:
    """The host in ASCII and lower case; an IPv6 address without its brackets."""
    if written.startswith("["):
        return _v6(written[1:-1])
    host = written.lower()
    # checked before and after the conversion, which takes more time the longer a name is
    if len(host) <= _MAX_HOST and not _is_ascii(host):
        host = _to_ascii(host)
    labels = host.split(".")
    if len(host) > _MAX_HOST or not all(_LABEL.fullmatch(label) for label in labels):
        raise RefusedAddress("The URL has no valid host name.")
    if _NUMBER.fullmatch(labels[-1]) and not _is_v4(host):
        raise RefusedAddress("Write an IPv4 address as four decimal numbers, such as 192.0.2.1.")
    return host


def _is_ascii(text: str) -> bool:
    return all(ord(character) < 128 for character in text)


def _to_ascii(host: str) -> str:
    """The name as DNS has it (IDNA 2008, with the mapping of UTS 46 that browsers use)."""
    try:
        return idna.encode(host, uts46=True, std3_rules=True).decode()
    except (idna.IDNAError, UnicodeError):
        raise RefusedAddress("The URL has no valid host name.") from None


def _v6(written: str) -> str:
    try:
        return str(ipaddress.IPv6Address(written))
    except ValueError:
        raise RefusedAddress("The URL has no valid IPv6 address.") from None


def _is_v4(host: str) -> bool:
    return bool(_DECIMAL_V4.fullmatch(host)) and all(int(part) < 256 for part in host.split("."))


def _port(scheme: str, written: Optional[str]) -> int:
    port = int(written) if written else _usual_port(scheme)
    is_free = _FIRST_FREE_PORT <= port <= 65535 and port not in _BAD_PORTS
    if port != _usual_port(scheme) and not is_free:
        raise RefusedAddress(
            "Port %d is not one that webhooks are sent to: use %d, or one from 1024 on that is not reserved for"
            " another protocol." % (port, _usual_port(scheme))
        )
    return port


def _usual_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def resolve(
    target: Target, allowed: Sequence[networks.Network], seconds: float
) -> List[networks.Address]:
    """The addresses of the host, in the order of the system's preference, all of them checked.

    :raises RefusedAddress: one of them is private or the like, or reached by http, and in no allowed network
    :raises UnknownHost: there is none
    :raises DeadlineExceeded: the name server takes too long
    """
    found = list(dict.fromkeys(_addresses(target, seconds)))
    for address in found:
        _check(address, target, allowed)
    return found


def _check(address: networks.Address, target: Target, allowed: Sequence[networks.Network]) -> None:
    if networks.is_in(address, allowed):
        return
    if not networks.is_public(address):
        raise RefusedAddress(
            "%s is at %s, which is no public address. An administrator can allow its network in the system"
            " parameter restapi.webhook_networks." % (target.host, address)
        )
    if target.scheme != "https":
        raise RefusedAddress("%s must be reached by https." % target.host)


def _addresses(target: Target, seconds: float) -> List[networks.Address]:
    literal = _literal(target.host)
    if literal:
        return [literal]
    found = _look_up(target, seconds)
    if isinstance(found, Exception) or not found:
        raise UnknownHost("The name %s can't be resolved. Is it spelt right?" % target.host)
    return [networks.plain(ipaddress.ip_address(one.partition("%")[0])) for one in found]


def _literal(host: str) -> Optional[networks.Address]:
    """The address that a host is; None if it is a name."""
    try:
        return networks.plain(ipaddress.ip_address(host))
    except ValueError:
        return None


def _look_up(target: Target, seconds: float) -> Union[List[str], Exception]:
    """Ask the system's resolver, which has no deadline of its own, so it works in a thread."""
    results: List[Union[List[str], Exception]] = []

    def ask() -> None:
        try:
            rows = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
            results.append([str(row[4][0]) for row in rows])
        except (OSError, UnicodeError) as error:
            results.append(error)

    thread = threading.Thread(target=ask, name="restapi.webhooks.look_up", daemon=True)
    thread.start()
    thread.join(seconds)
    if not results:
        raise DeadlineExceeded("The name server did not answer for %s in time." % target.host)
    return results[0]
