"""Parsing of the `Authorization` header, in linear time."""

import time
from types import SimpleNamespace

import pytest

from restapi.exceptions import BadRequest
from restapi.oauth import credentials

PAIRS = 200_000


def request(text):
    return SimpleNamespace(headers={"Authorization": text}, environ={})


def test_header_with_many_parameters_takes_linear_time():
    """Seen to fail without parsing in one pass: copying the rest for each parameter took seconds."""
    started = time.process_time()
    assert len(credentials.header_pairs(request("OAuth " + 'a="",' * PAIRS))) == PAIRS
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "text",
    ["OAuth " + " " * 1_000_000 + "a", "OAuth a" + " " * 1_000_000, "OAuth " + "a" * 1_000_000],
)
def test_malformed_header_is_refused(text):
    started = time.process_time()
    with pytest.raises(BadRequest):
        credentials.header_pairs(request(text))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("OAuth a=\"1\", b='2'", [("a", "1"), ("b", "2")]),
        ('OAuth realm="x",a="%C3%BC" , ', [("a", "ü")]),
        ('OAuth a="1"\r\n b="2"\t', [("a", "1"), ("b", "2")]),
        ("OAuth ", []),
        ("Bearer x", []),
    ],
)
def test_header_is_parsed(text, pairs):
    assert credentials.header_pairs(request(text)) == pairs
