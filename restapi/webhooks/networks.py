"""Which IP addresses webhooks may reach: public ones, and those of networks that an administrator allows.

Written out after IANA's registries of special-purpose addresses: what ``ipaddress`` calls global differs between
Python 3.7 and 3.13 (6to4, 192.0.0.0/24, 3fff::/20, …), and it must not differ between series of Odoo.
"""

import ipaddress
from typing import Iterable, Tuple, Union

Address = Union[ipaddress.IPv4Address, ipaddress.IPv6Address]
Network = Union[ipaddress.IPv4Network, ipaddress.IPv6Network]

MAX_NETWORKS = 100
# All other IPv6 addresses are no public unicast: loopback, unique local, link-local, multicast, IPv4-compatible,
# NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), …
_PUBLIC_V6 = ipaddress.IPv6Network("2000::/3")
_FORBIDDEN: Tuple[Network, ...] = tuple(
    ipaddress.ip_network(network)
    for network in (
        "0.0.0.0/8",  # this network; Linux takes 0.0.0.0 for itself
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by customers of a provider (CGNAT)
        "127.0.0.0/8",  # loopback
        "168.63.129.16/32",  # Azure's own service inside every virtual machine
        "169.254.0.0/16",  # link-local; the metadata of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments; the metadata of Oracle's cloud
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays of 6to4
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
        "2001::/23",  # protocol assignments, Teredo among them, which embeds IPv4
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which embeds IPv4
        "3fff::/20",  # documentation
    )
)


def parse(text: str) -> Tuple[Network, ...]:
    """The networks in a system parameter: ``10.1.0.0/16, fd00:1::/64``, separated by commas or spaces.

    :raises ValueError: one of them is no network, or there are more than 100
    """
    names = text.replace(",", " ").split()
    if len(names) > MAX_NETWORKS:
        raise ValueError("At most %d networks can be allowed." % MAX_NETWORKS)
    return tuple(_network(name) for name in names)


def _network(name: str) -> Network:
    try:
        return ipaddress.ip_network(name)
    except ValueError:
        raise ValueError(
            "'%s' is not a network such as 10.1.0.0/16: its bits after the prefix must be 0."
            % name[:60]
        ) from None


def plain(address: Address) -> Address:
    """The IPv4 address that an IPv4-mapped one (``::ffff:127.0.0.1``) stands for; others as they are."""
    return getattr(address, "ipv4_mapped", None) or address


def is_in(address: Address, networks: Iterable[Network]) -> bool:
    return any(address in network for network in networks)


def is_public(address: Address) -> bool:
    """Whether it is an address of the internet, which others can reach too."""
    if address.version == 6 and address not in _PUBLIC_V6:
        return False
    return address.is_global and not is_in(address, _FORBIDDEN)
