"""Hypothesis strategies for parameters and bodies of `/object` requests."""

import json

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

BOUNDED = settings(
    max_examples=30,
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
        "image",  # the name of image_1920 on some series
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
    """A value as a literal of Python or JSON, or any text."""
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
