"""Which redirect URIs can be registered, and which URIs match them."""

import time

import pytest

from restapi.oauth import redirects

REGISTERED = ["https://shop.example/callback", "http://127.0.0.1/cb", "http://[::1]:9/cb"]


@pytest.mark.parametrize(
    "uri",
    [
        "https://shop.example/callback",
        "https://127.0.0.1/callback",
        "http://localhost:8000/cb",
        "http://[::1]/cb",
        "com.example.app:/oauth",
    ],
)
def test_valid_uris_can_be_registered(uri):
    assert redirects.problem(uri) is None


@pytest.mark.parametrize(
    "uri",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://shop.example/callback",
        "https:///callback",
        "https://user@shop.example/",
        "https://shop.example/#x",
        "https://shop.example/ü",
        "https://shop.example:port/",
        "//shop.example/callback",
        "/callback",
        "https://shop.example/" + "a" * 3000,
    ],
)
def test_unsafe_uris_can_not_be_registered(uri):
    """Seen to fail without the rule that URIs on the web use https."""
    assert redirects.problem(uri)


@pytest.mark.parametrize(
    "uri",
    ["https://shop.example/callback", "http://127.0.0.1:51234/cb", "http://[::1]:1/cb"],
)
def test_matches(uri):
    assert redirects.matches(uri, REGISTERED)


@pytest.mark.parametrize(
    "uri",
    [
        "https://shop.example/callback?x=1",
        "https://shop.example/callback;x",
        "https://shop.example/callback/",
        "https://shop.example/callback#f",
        "https://user@shop.example/callback",
        "https://SHOP.example/callback",
        "https://shop.example/Callback",
        "https://shop.example:443/callback",
        "https://shop.example/callbac",
        "https://shop.example.evil.example/callback",
        "https://shop.example/x/../callback",
        "https://shop.example/%63allback",
        "http://shop.example/callback",
        "javascript:alert(1)",
        "https://127.0.0.1/cb",
        "http://127.0.0.1:80x/cb",
        "http://evil@127.0.0.1:80/cb",
        "http://127.0.0.1:80:81/cb",
        "http://localhost/cb",
        "",
    ],
)
def test_does_not_match(uri):
    """Seen to fail without exact matching, when any URI with the same beginning matched."""
    assert not redirects.matches(uri, REGISTERED)


@pytest.mark.parametrize(
    "uri",
    ["http://127.0.0.1" + ":" * 100_000, "http://" + "@" * 100_000, "a" * 1_000_000, "[" * 50_000],
)
def test_pathological_uris_are_refused_quickly(uri):
    """Seen to fail without the limit of a URI's length, and with a pattern that takes quadratic
    time."""
    start = time.perf_counter()
    assert not redirects.matches(uri, REGISTERED)
    assert time.perf_counter() - start < 0.1
