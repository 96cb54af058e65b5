"""Headers of lists: links to other pages (RFC 8288) and counts."""

import pytest

from restapi.rest.response import paging
from tests.harness.request import make_request

BASE = "http://odoo.example/list?"


def links(target: str, offset: int, limit: int | None, more: bool) -> dict[str, str]:
    """The URL of each link by its relation: `{"next": "http://…"}`."""
    headers = dict(paging.links(make_request(target), offset, limit, more))
    values = headers["Link"].split(", ") if headers else []
    pairs = [value.split(">; rel=") for value in values]
    return {rel.strip('"'): url.lstrip("<") for url, rel in pairs}


def test_middle_page_has_all_links():
    assert links("/list?limit=10&offset=20&fields=name", 20, 10, more=True) == {
        "next": f"{BASE}limit=10&fields=name&offset=30",
        "first": f"{BASE}limit=10&fields=name&offset=0",
        "prev": f"{BASE}limit=10&fields=name&offset=10",
    }


@pytest.mark.parametrize(
    ("offset", "more", "relations"),
    [
        (0, True, {"next", "first"}),
        (0, False, {"first"}),
        (10, False, {"first", "prev"}),
    ],
)
def test_first_and_last_page_have_fewer_links(offset, more, relations):
    assert set(links("/list", offset, 10, more)) == relations


def test_offset_of_prev_is_not_negative():
    assert links("/list", 3, 10, more=False)["prev"] == f"{BASE}offset=0"


@pytest.mark.parametrize("limit", [None, 0])
def test_unlimited_list_has_no_links(limit):
    assert paging.links(make_request("/list"), 0, limit, False) == []


def test_links_keep_other_parameters():
    url = links("/list?domain=%5B%5D&a=1%3B2&a=&b=%C3%A9", 0, 5, more=True)["next"]
    assert url == f"{BASE}domain=%5B%5D&a=1%3B2&a=&b=%C3%A9&offset=5"


@pytest.mark.parametrize(
    ("length", "relations"),
    [(100, {"next", "first", "prev"}), (1400, {"next", "first"}), (2800, {"next"}), (4000, set())],
)
def test_links_are_dropped_from_a_long_header(length, relations):
    assert set(links(f"/list?x={'x' * length}", 10, 10, more=True)) == relations


def test_counts():
    assert paging.length([4, 5]) == [("X-Record-Count", "2")]
    assert dict(paging.total(7)) == {"X-Total-Count": "7", "Preference-Applied": "count=exact"}
    assert paging.wants_total(make_request(headers={"Prefer": "count=exact"}))
    assert not paging.wants_total(make_request(headers={"Prefer": "count=none"}))
