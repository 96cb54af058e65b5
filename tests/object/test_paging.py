"""Links to other pages, and totals on request (contract §5)."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.harness.objects import ok

SET = "[('is_company','=',True),('ref','=','SET')]"


def links(answer):
    header = answer.headers.get("Link", "")
    return {rel: url for url, rel in re.findall(r'<([^>]*)>; rel="(\w+)"', header)}


@pytest.fixture(params=["res.partner", "res.partner/", "res.partner/search"])
def path(request, companies):
    return request.param


def names(answer):
    rows = ok(answer)["Contact"]
    return [row["id"] if isinstance(row, dict) else row for row in rows]


def test_following_next_reads_all_once(api, http, companies, path):
    answer = api.get(path, domain=SET, limit=4, order="name")
    seen = names(answer)
    assert set(links(answer)) == {"first", "next"}
    while "next" in links(answer):
        answer = http.get(links(answer)["next"], token=api.token)
        seen += names(answer)
    assert seen == companies[:10]
    assert set(links(answer)) == {"first", "prev"}
    back = http.get(links(answer)["prev"], token=api.token)
    assert names(back) == companies[4:8]
    first = http.get(links(answer)["first"], token=api.token)
    assert names(first) == companies[:4]


def test_links_keep_the_other_parameters(api, path):
    answer = api.get(path, domain=SET, limit=4, offset=2, context={"lang": "en_US"})
    url = urlsplit(links(answer)["prev"])
    assert f"{url.scheme}://{url.netloc}" == api.http.base_url
    query = parse_qs(url.query)
    assert query["domain"] == [SET]
    assert query["limit"] == ["4"]
    assert query["offset"] == ["0"]
    assert query["context"] == ["{'lang': 'en_US'}"]


@pytest.mark.parametrize(
    ("limit", "rels"), [(9, {"first", "next"}), (10, {"first"}), (11, {"first"})]
)
def test_next_is_there_if_records_follow(api, path, limit, rels):
    answer = api.get(path, domain=SET, limit=limit)
    assert set(links(answer)) == rels
    assert len(names(answer)) == min(limit, 10)


def test_a_list_without_a_limit_has_no_pages(api, path):
    assert links(api.get(path, domain=SET)) == {}


def test_a_limit_of_nothing(api, path):
    assert names(api.get(path, domain=SET, limit=0)) == []


@pytest.mark.parametrize("prefer", ["count=exact", "Count = exact", "wait=1, count=exact"])
def test_the_total_on_request(api, path, prefer):
    answer = api.get(path, domain=SET, limit=3, headers={"Prefer": prefer})
    assert answer.headers["X-Total-Count"] == "10"
    assert answer.headers["Preference-Applied"] == "count=exact"


@pytest.mark.parametrize("prefer", [None, "count=planned", "return=minimal", ";;=,"])
def test_no_total_otherwise(api, path, prefer):
    answer = api.get(path, domain=SET, headers={"Prefer": prefer} if prefer else {})
    assert "X-Total-Count" not in answer.headers


def test_ids_with_a_domain_are_those_that_match(api, companies):
    ids = [companies[11], companies[4], companies[2]]
    assert names(api.get("res.partner", ids=ids, domain=SET)) == [companies[4], companies[2]]
    assert names(api.get("res.partner", ids=ids, order="name")) == sorted(ids, key=companies.index)
    assert names(api.get("res.partner", ids=ids, offset=1, limit=1)) == [companies[4]]
    assert ok(api.get("res.partner", ids=ids, domain=SET, count=True)) == {"count": 2}
