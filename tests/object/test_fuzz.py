"""Fuzzes every parameter of every route (docs/reference/errors.rst).

No request may get a 500 or a traceback, or more records than the domain allows. The examples are
derived from the tests, so each run has the same.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.harness.http import HttpClient
from tests.harness.objects import Objects
from tests.harness.problems import problem
from tests.object.strategies import (
    BOUNDED,
    CONDITIONS,
    DOMAINS,
    PARAMETERS,
    ROUTES,
    SCALARS,
    VALS,
    VALUES,
    texts,
)


@pytest.fixture(scope="module")
def client(server, admin_token):
    with HttpClient(server.url) as http:
        yield Objects(http, admin_token)


@pytest.fixture(scope="module")
def victim(odoo):
    return odoo.create("res.partner", {"name": "Fuzz", "ref": "FUZZ"})


def fits(answer):
    """Whether the answer is a success; any error must be a problem document with a 4xx status."""
    if answer.status_code == 200:
        return True
    assert 400 <= answer.status_code < 500, answer.text
    problem(answer, answer.status_code)
    return False


@pytest.mark.timeout(300)
@pytest.mark.parametrize("route", ROUTES)
def test_reading(client, victim, route):
    names = [*ROUTES[route], "nonsense"]

    @BOUNDED
    @given(st.data())
    def fuzz(data):
        chosen = data.draw(st.lists(st.sampled_from(names), unique=True, max_size=4))
        params = {name: data.draw(PARAMETERS[name], label=name) for name in chosen}
        if route == "res.partner":
            params.setdefault("limit", "3")  # all fields of all partners take their time
        fits(client.get(route.format(id=victim), **params))

    fuzz()


GOOD = st.sampled_from(
    [
        ("is_company", "=", False),
        ("color", ">=", 0),
        ("name", "ilike", "u"),
        ("country_id", "=", False),
        ("create_date", ">", "2020-01-01"),
        (1, "=", 1),
    ]
)


@pytest.mark.timeout(300)
def test_never_more_than_the_domain_allows(client, victim):
    """A condition that only one record matches limits the result, whatever stands beside it."""
    accepted = 0

    @BOUNDED
    @given(DOMAINS | st.lists(GOOD | CONDITIONS, max_size=3) | st.lists(GOOD, max_size=4))
    def fuzz(extra):
        nonlocal accepted
        domain = ["&", ("ref", "=", "FUZZ"), *extra] if extra else [("ref", "=", "FUZZ")]
        for path in ("res.partner/search", "res.partner?fields=id"):
            answer = client.get(path, domain=domain)
            if fits(answer) and not _has_or(domain):
                accepted += 1
                rows = answer.json()["Contact"]
                found = {row["id"] if isinstance(row, dict) else row for row in rows}
                assert found <= {victim}

    fuzz()
    assert accepted >= BOUNDED.max_examples / 4, accepted


def _has_or(domain):
    """Whether an operator could release records from the first condition."""
    return "|" in domain or "!" in domain


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "res.partner"), ("PUT", "res.partner/{id}"), ("PATCH", "res.partner")],
)
def test_writing(client, victim, method, path):
    @BOUNDED
    @given(st.data())
    def fuzz(data):
        body = {"vals": data.draw(VALS | VALUES), "fields": ["name"]}
        if path == "res.partner" and method == "PATCH":
            body["ids"] = [victim]
        if data.draw(st.booleans()):
            fits(client.request(method, path.format(id=victim), json=body))
        else:
            params = {name: repr(value) for name, value in body.items()}
            fits(client.request(method, path.format(id=victim), **params))

    fuzz()


@pytest.mark.timeout(300)
def test_deleting(client):
    @BOUNDED
    @given(texts(st.lists(st.integers(-5, 0) | st.integers(10**6, 2**40), max_size=4) | SCALARS))
    def fuzz(ids):
        # only what can't be there: nothing is deleted
        answer = client.delete("res.partner", ids=ids)
        assert answer.status_code != 200
        fits(answer)

    fuzz()


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "path",
    [
        "res.partner/name_search",
        "res.partner/{id}/address_get",
        "res.partner/search_read",
        "res.partner/{id}/read",
        "res.partner/default_get",
        "res.partner/{name}",
    ],
)
def test_calling(client, victim, path):
    arguments = st.dictionaries(
        st.sampled_from(
            [
                "name",
                "args",
                "domain",
                "operator",
                "limit",
                "adr_pref",
                "fields",
                "load",
                "order",
                "fields_list",
                "ids",
                "context",
                "x",
            ]
        ),
        VALUES | DOMAINS,
        max_size=4,
    )

    @BOUNDED
    @given(arguments, st.sampled_from(["_write", "__init__", "x", "é", "wRite", "env", "pool"]))
    def fuzz(body, name):
        fits(client.post(path.format(id=victim, name=name), json=body))

    fuzz()


@pytest.mark.timeout(300)
def test_bodies_of_any_kind(client, victim):
    types = ["application/json", "application/x-www-form-urlencoded", "multipart/form-data", "x/y"]

    @BOUNDED
    @given(
        st.binary(max_size=60), st.sampled_from(types), st.sampled_from(["POST", "PUT", "DELETE"])
    )
    def fuzz(content, content_type, method):
        path = "res.partner" if method == "POST" else f"res.partner/{victim}"
        if method == "DELETE":
            path = "res.partner/999999"
        headers = {"Content-Type": content_type}
        fits(client.request(method, path, data=content, headers=headers))

    fuzz()
