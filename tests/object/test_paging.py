"""Links to other pages, and totals on request (docs/reference/objects.rst)."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem

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


def test_following_next_reads_each_record_once(api, http, companies, path):
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
def test_a_next_link_if_records_follow(api, path, limit, rels):
    answer = api.get(path, domain=SET, limit=limit)
    assert set(links(answer)) == rels
    assert len(names(answer)) == min(limit, 10)


def test_a_list_without_a_limit_has_no_pages(api, path):
    assert links(api.get(path, domain=SET)) == {}


def test_a_limit_of_zero(api, path):
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


def test_ids_and_a_domain(api, companies):
    ids = [companies[11], companies[4], companies[2]]
    assert names(api.get("res.partner", ids=ids, domain=SET)) == [companies[4], companies[2]]
    assert names(api.get("res.partner", ids=ids, order="name")) == sorted(ids, key=companies.index)
    assert names(api.get("res.partner", ids=ids, offset=1, limit=1)) == [companies[4]]
    assert ok(api.get("res.partner", ids=ids, domain=SET, count=True)) == {"count": 2}


def test_ids_without_access_are_never_silently_left_out(employee_api, odoo):
    """A search would leave them out; a list by ids must be refused."""
    rule = {
        "name": "Not the second",
        "model_id": odoo.search("ir.model", [("model", "=", "res.partner.category")])[0],
        "domain_force": "[('name','!=','Forbidden')]",
    }
    ids = [odoo.create("res.partner.category", {"name": name}) for name in ("Open", "Forbidden")]
    rule_id = odoo.create("ir.rule", rule)
    try:
        for params in ({}, {"order": "name"}, {"count": True}, {"order": "name", "limit": 1}):
            problem(employee_api.get("res.partner.category", ids=ids, **params), 403)
        domain = [("name", "!=", "x")]
        (rows,) = ok(employee_api.get("res.partner.category", ids=ids, domain=domain)).values()
        assert [row["id"] for row in rows] == ids[:1]
    finally:
        odoo.unlink("ir.rule", rule_id)


def test_long_addresses_make_no_long_headers(api, companies):
    """Proxies and some clients refuse long headers."""
    short = api.get("res.partner", domain=SET, limit=2, offset=2)
    assert set(links(short)) == {"first", "prev", "next"}
    longer = f"['|',('name','=','{'x' * 1100}'),('ref','=','SET')]"
    assert set(links(api.get("res.partner", domain=longer, limit=2, offset=2))) == {"next", "first"}
    long = f"['|',('name','=','{'x' * 6000}'),('ref','=','SET')]"
    answer = api.get("res.partner", domain=long, limit=2)
    assert len(names(answer)) == 2
    assert "Link" not in answer.headers


def test_head_has_the_headers_of_get(api, companies):
    for params in ({"domain": SET, "limit": 4}, {"domain": SET}):
        got, head = (
            api.request(method, "res.partner", fields="name", **params)
            for method in ("GET", "HEAD")
        )
        assert head.content == b""
        for name in ("Content-Type", "Content-Length", "X-Record-Count", "Link"):
            assert head.headers.get(name) == got.headers.get(name), name
