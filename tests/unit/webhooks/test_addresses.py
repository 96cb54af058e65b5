"""Which URLs and addresses webhooks are sent to. Nothing here leaves the machine."""

import ipaddress
import socket
import threading
import time

import pytest

from restapi.webhooks import addresses, networks
from restapi.webhooks.errors import DeadlineExceeded, RefusedAddress, UnknownHost

ANY_HTTP = networks.parse("10.0.0.0/8")


def answers(monkeypatch, *found):
    """The system's resolver answers any name with these addresses."""

    def look_up(host, port, **_options):
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)


def resolved(url, allowed=()):
    return [str(one) for one in addresses.resolve(addresses.parse(url, allowed), allowed, 5)]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.com", ("https", "example.com", 443, "/")),
        ("https://example.com/a/@b?c=d@e&f", ("https", "example.com", 443, "/a/@b?c=d@e&f")),
        ("HTTPS://Example.COM:8443?a", ("https", "example.com", 8443, "/?a")),
        ("https://example.com:443/%C3%BC", ("https", "example.com", 443, "/%C3%BC")),
        ("https://bücher.example/", ("https", "xn--bcher-kva.example", 443, "/")),
        ("https://straße.example/", ("https", "xn--strae-oqa.example", 443, "/")),
        ("https://ＥＸＡＭＰＬＥ。com/", ("https", "example.com", 443, "/")),
        ("https://my_service:8080/", ("https", "my_service", 8080, "/")),
        ("https://192.0.43.8/", ("https", "192.0.43.8", 443, "/")),
        ("https://[2A00:1450::1]:8443/x", ("https", "2a00:1450::1", 8443, "/x")),
    ],
)
def test_urls(url, expected):
    assert addresses.parse(url) == expected


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("https://example.com:443/", "example.com"),
        ("https://example.com:8443/", "example.com:8443"),
        ("https://[2a00:1450::1]/", "[2a00:1450::1]"),
        ("http://example.com:80/", "example.com"),
        ("http://example.com:8080/", "example.com:8080"),
    ],
)
def test_the_header_host(url, authority):
    assert addresses.parse(url, ANY_HTTP).authority == authority


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "not a URL"),
        ("example.com", "not a URL"),
        ("//example.com/", "not a URL"),
        ("ftp://example.com/", "not a URL"),
        ("file:///etc/passwd", "not a URL"),
        ("gopher://example.com/", "not a URL"),
        ("https:/example.com/", "not a URL"),
        ("https:///path", "not a URL"),
        ("https://", "not a URL"),
        ("https://exam ple.com/", "not a URL"),
        (" https://example.com/", "not a URL"),
        ("https://example.com/\n", "not a URL"),
        ("https://example.com/\r\nX: 1", "not a URL"),
        ("https://example.com\t/", "not a URL"),
        ("https://example.com\\.evil.example/", "not a URL"),
        ("https://example.com/ü", "not a URL"),
        ("https://example.com/<>", "not a URL"),
        ("https://example.com:port/", "not a URL"),
        ("https://example.com:١٢٣٤/", "not a URL"),
        ("https://%31%32%37.0.0.1/", "not a URL"),
        ("https://[::1%25eth0]/", "not a URL"),
        ("https://[::1/", "not a URL"),
        ("https://user@example.com/", "user name"),
        ("https://user:password@example.com/", "user name"),
        ("https://example.com\\@evil.example/", "user name"),
        ("https://@example.com/", "user name"),
        ("https://example.com/#here", "fragment"),
        ("https://example.com#@evil.example/", "fragment"),
        ("https://example.com/" + "a" * 2000, "longer than 2000"),
        ("http://example.com/", "must begin with https://"),
        ("https://example..com/", "host name"),
        ("https://example.com./", "host name"),
        ("https://.example.com/", "host name"),
        ("https://-example.com/", "host name"),
        ("https://exa!mple.com/", "host name"),
        ("https://" + "a" * 64 + ".example/", "host name"),
        ("https://" + "a." * 127 + "example/", "host name"),
        ("https://" + "ü" * 80 + ".example/", "host name"),
        ("https://" + "ü" * 1900 + "/", "host name"),
        ("https://a／b.example/", "host name"),
        ("https://\u200b.example/", "host name"),
        ("https://[::g]/", "not a URL"),
        ("https://[1:2:3]/", "IPv6"),
        ("https://[::ffff:1.2.3.4.5]/", "IPv6"),
    ],
)
def test_urls_that_are_refused(url, message):
    with pytest.raises(RefusedAddress, match=message):
        addresses.parse(url)


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "017700000001", "0x7f000001", "0x7F.1", "127.1", "127.0.1", "0177.0.0.1"),
        *("127.0.0.0x1", "127.0.0.01", "127.00.0.1", "0", "0x", "1.2.3.4.5", "256.0.0.1"),
        *("10.0.0.0008", "example.1", "example.0x1", "１２７.１", "⑫⑦.1", "127。1"),
    ],
)
def test_numbers_that_only_c_libraries_read(host):
    """Seen to fail without the check for four decimal numbers: the resolver would read them, each in its own way."""
    with pytest.raises(RefusedAddress, match="four decimal numbers"):
        addresses.parse(f"https://{host}/")


@pytest.mark.parametrize("port", [0, 1, 21, 22, 23, 25, 53, 80, 110, 143, 389, 445, 587, 993, 1023])
def test_ports_of_other_protocols(port):
    with pytest.raises(RefusedAddress, match=f"Port {port} is not"):
        addresses.parse(f"https://example.com:{port}/")


@pytest.mark.parametrize("port", [1720, 2049, 4190, 5060, 6000, 6667, 10080, 65536, 99999])
def test_high_ports_that_are_refused(port):
    with pytest.raises(RefusedAddress, match=f"Port {port} is not"):
        addresses.parse(f"https://example.com:{port}/")


FORBIDDEN = [
    # this host, loopback
    *("0.0.0.0", "0.1.2.3", "127.0.0.1", "127.255.255.254", "[::]", "[::1]"),
    # private, shared, link-local
    *("10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "100.64.0.1", "100.127.255.255"),
    *("169.254.169.254", "[fe80::1]", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]"),
    # metadata of clouds that have other addresses
    *("100.100.100.200", "192.0.0.192", "168.63.129.16"),
    # protocols, documentation, benchmarks
    *("192.0.0.1", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255", "198.51.100.1"),
    *("203.0.113.1", "[2001:db8::1]", "[3fff::1]", "[100::1]", "[2001:2::1]", "[2001:20::1]"),
    # multicast, reserved, broadcast
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255", "[ff02::1]", "[ff0e::1]"),
    *("[4000::1]", "[5f00::1]", "[e000::1]"),
    # IPv4 in IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo
    *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::ffff:10.0.0.1]", "[::127.0.0.1]"),
    *("[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::8.8.8.8]", "[64:ff9b:1::1]"),
    *("[2002:7f00:1::]", "[2002:a00:1::]", "[2002:808:808::]"),
    *("[2001:0:7f00:1::]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]"),
]


@pytest.mark.parametrize("host", FORBIDDEN)
def test_addresses_that_are_not_public(host):
    """Seen to fail without the check of addresses."""
    with pytest.raises(RefusedAddress, match="no public address"):
        resolved(f"https://{host}/")


@pytest.mark.parametrize("host", FORBIDDEN)
def test_names_of_addresses_that_are_not_public(host, monkeypatch):
    """Seen to fail without the check of addresses."""
    answers(monkeypatch, host.strip("[]"))
    with pytest.raises(RefusedAddress, match="no public address"):
        resolved("https://receiver.example/")


@pytest.mark.parametrize(
    "host",
    [
        *("1.1.1.1", "8.8.8.8", "172.15.0.1", "172.32.0.1", "100.63.0.1", "100.128.0.1"),
        *("169.253.0.1", "192.0.1.1", "198.17.0.1", "198.20.0.1", "223.255.255.255"),
        *("[2606:4700::1111]", "[2a00:1450:4001::1]", "[2001:4860::8888]", "[2003::1]"),
    ],
)
def test_public_addresses(host):
    assert resolved(f"https://{host}/") == [host.strip("[]")]


def test_a_mapped_address_is_its_ipv4_address():
    assert resolved("https://[::ffff:8.8.8.8]/") == ["8.8.8.8"]


def test_one_private_address_among_public_ones(monkeypatch):
    """Seen to fail without the check of addresses."""
    for found in (("1.1.1.1", "10.0.0.1"), ("10.0.0.1", "1.1.1.1"), ("1.1.1.1", "::1")):
        answers(monkeypatch, *found)
        with pytest.raises(RefusedAddress, match=r"receiver\.example is at (10\.0\.0\.1|::1)"):
            resolved("https://receiver.example/")


def test_addresses_keep_the_systems_order(monkeypatch):
    answers(monkeypatch, "2a00:1450::1", "1.1.1.1", "1.1.1.1", "2a00:1450::2")
    assert resolved("https://receiver.example/") == ["2a00:1450::1", "1.1.1.1", "2a00:1450::2"]


def test_a_scope_does_not_hide_a_link_local_address(monkeypatch):
    answers(monkeypatch, "fe80::1%lo")
    with pytest.raises(RefusedAddress, match="no public address"):
        resolved("https://receiver.example/")


def test_allowed_networks(monkeypatch):
    """Seen to fail without the rule that http is for allowed networks."""
    allowed = networks.parse("10.1.0.0/16, fd00:1::/64")
    assert resolved("https://10.1.2.3/", allowed) == ["10.1.2.3"]
    assert resolved("http://10.1.2.3/", allowed) == ["10.1.2.3"]
    assert resolved("http://[fd00:1::5]/", allowed) == ["fd00:1::5"]
    assert resolved("https://[::ffff:10.1.2.3]/", allowed) == ["10.1.2.3"]
    for url in ("https://10.2.0.1/", "https://[fd00:2::1]/", "https://127.0.0.1/"):
        with pytest.raises(RefusedAddress, match="no public address"):
            resolved(url, allowed)
    answers(monkeypatch, "1.1.1.1")
    assert resolved("https://receiver.example/", allowed) == ["1.1.1.1"]
    with pytest.raises(RefusedAddress, match="must be reached by https"):
        resolved("http://receiver.example/", allowed)


@pytest.mark.parametrize(
    ("text", "count"),
    [("", 0), ("10.0.0.0/8", 1), ("10.0.0.0/8,fd00::/8", 2), (" 10.0.0.0/8,\n192.168.1.1 ", 2)],
)
def test_lists_of_networks(text, count):
    assert len(networks.parse(text)) == count


@pytest.mark.parametrize(
    "text", ["10.0.0.1/8", "10.0.0.0/33", "example.com", "10.0.0.0/8; ::1", "1.2.3.4/8/8"]
)
def test_lists_with_something_else(text):
    with pytest.raises(ValueError, match="is not a network such as"):
        networks.parse(text)


def test_a_list_of_too_many_networks():
    with pytest.raises(ValueError, match="At most 100"):
        networks.parse("10.0.0.0/8 " * 101)


def test_names_without_an_address(monkeypatch):
    def look_up(*_arguments, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(UnknownHost, match=r"receiver\.example can't be resolved"):
        resolved("https://receiver.example/")


def test_a_slow_name_server(monkeypatch):
    """Seen to fail without the thread for the lookup."""
    answered = threading.Event()

    def look_up(_host, port, **_options):
        answered.wait(2)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    target = addresses.parse("https://receiver.example/")
    started = time.monotonic()
    with pytest.raises(DeadlineExceeded, match="name server"):
        addresses.resolve(target, (), 0.2)
    assert time.monotonic() - started < 1
    answered.set()


def test_every_forbidden_network_is_forbidden_to_its_ends():
    for network in networks._FORBIDDEN:
        for address in (network[0], network[-1]):
            assert not networks.is_public(address)
    assert not networks.is_public(ipaddress.ip_address("::ffff:8.8.8.8"))  # before `plain`


@pytest.mark.parametrize(
    "text", ["https://" + "a" * 1990, "https://" + "a." * 990, "@" * 2000, "/?" * 999]
)
def test_parsing_takes_little_time(text):
    started = time.monotonic()
    with pytest.raises(RefusedAddress):
        addresses.parse(text)
    assert time.monotonic() - started < 0.1
