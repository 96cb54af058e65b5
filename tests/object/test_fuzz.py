"""Every parameter of every route, with whatever a client might send (docs/reference/errors.rst).

Never a 500, never a traceback, and never more records than the domain allows. The examples are
derived from the test's name: each run has the same.
"""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.harness.http import HttpClient
from tests.harness.objects import Objects
from tests.harness.problems import problem

BOUNDED = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["name", "id", "x", "", "=", "in", "2024-05-01", "Zoë", "'", '"', "%", "\\"])
    | st.text(max_size=8)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(
    [
        "name",
        "id",
        "color",
        "is_company",
        "create_date",
        "country_id",
        "country_id.code",
        "category_id",
        "child_ids.name",
        "image_1920",
        "image",  # its name on some series
        "display_name",
        "properties",
        "properties.x",
        "nonsense",
        "signup_token",
        "company_id",
        "active",
    ]
)
OPERATORS = st.sampled_from(
    [
        "=",
        "!=",
        "<",
        ">=",
        "in",
        "not in",
        "like",
        "not ilike",
        "=ilike",
        "=?",
        "child_of",
        "parent_of",
        "any",
        "not any",
        "<>",
        "==",
    ]
)
CONDITIONS = st.tuples(FIELDS, OPERATORS, VALUES) | st.just((1, "=", 1)) | VALUES
DOMAINS = st.lists(CONDITIONS | st.sampled_from(["&", "|", "!"]), max_size=5)


def texts(values):
    """A value in one of the dialects, or text as it comes."""
    return values.map(repr) | values.map(json.dumps) | st.text(max_size=30)


ORDERS = st.lists(
    st.tuples(FIELDS, st.sampled_from(["", " desc", " asc", " up", " nulls last"])), max_size=3
).map(lambda terms: ",".join(map("".join, terms)))
PARAMETERS = {
    "domain": texts(DOMAINS) | texts(VALUES),
    "ids": texts(st.lists(st.integers(-5, 2**33), max_size=4) | VALUES),
    "fields": texts(st.lists(FIELDS, max_size=4) | VALUES),
    "offset": texts(st.integers(-3, 50) | VALUES),
    "limit": texts(st.integers(0, 5)),
    "order": ORDERS | st.text(max_size=20),
    "count": texts(st.booleans() | VALUES),
    "context": texts(
        st.dictionaries(
            st.sampled_from(
                [
                    "lang",
                    "tz",
                    "active_test",
                    "allowed_company_ids",
                    "bin_size",
                    "x",
                    "prefetch_fields",
                ]
            ),
            VALUES,
            max_size=3,
        )
        | VALUES
    ),
    "operation": texts(st.lists(st.sampled_from(["read", "write", "x"]), max_size=3) | VALUES),
    "raise_exception": texts(st.booleans() | VALUES),
    "allfields": texts(st.lists(FIELDS, max_size=3) | VALUES),
    "attributes": texts(st.lists(st.sampled_from(["type", "string", "x"]), max_size=3) | VALUES),
    "nonsense": st.text(max_size=5),
}
ROUTES = {
    "res.partner/search": ["domain", "offset", "limit", "order", "count", "context"],
    "res.partner/search_count": ["domain", "context"],
    "res.partner": ["ids", "domain", "fields", "offset", "limit", "order", "count", "context"],
    "res.partner/{id}": ["fields", "context"],
    "res.partner/fields_get": ["allfields", "attributes", "context"],
    "res.partner/check_access_rights": ["operation", "raise_exception", "context"],
}
VALS = st.dictionaries(
    st.sampled_from(
        [
            "name",
            "color",
            "is_company",
            "country_id",
            "category_id",
            "child_ids",
            "image_1920",
            "image",
            "date",
            "parent_id",
            "partner_latitude",
            "comment",
            "lang",
            "id",
            "nonsense",
            "create_date",
            "display_name",
        ]
    ),
    VALUES,
    max_size=4,
)


@pytest.fixture(scope="module")
def client(server, admin_token):
    with HttpClient(server.url) as http:
        yield Objects(http, admin_token)


@pytest.fixture(scope="module")
def victim(odoo):
    return odoo.create("res.partner", {"name": "Fuzz", "ref": "FUZZ"})


def fits(answer):
    """An answer, or a problem document that is not our fault."""
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
    """Whatever is put beside it, a condition that only one record meets is met by no other."""
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
    """Whether conditions after the first may stand beside it and not under it."""
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
