"""The `Authorization` header of OAuth, read in linear time."""

import time
from types import SimpleNamespace

import pytest

from restapi.exceptions import BadRequest
from restapi.oauth import credentials

PAIRS = 200_000


def request(text):
    return SimpleNamespace(headers={"Authorization": text}, environ={})


def test_a_header_of_many_parameters():
    """Seen to fail without reading in one go: a copy of what is left for each parameter took seconds."""
    started = time.process_time()
    assert len(credentials.header_pairs(request("OAuth " + 'a="",' * PAIRS))) == PAIRS
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "text",
    ["OAuth " + " " * 1_000_000 + "a", "OAuth a" + " " * 1_000_000, "OAuth " + "a" * 1_000_000],
)
def test_a_header_that_can_not_be_read(text):
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
def test_what_it_means(text, pairs):
    assert credentials.header_pairs(request(text)) == pairs
