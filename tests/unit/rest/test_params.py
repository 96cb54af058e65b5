"""How the parameters of a route are read (docs/reference/requests.rst)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restapi.exceptions import InvalidParameter, MissingParameter, UnknownParameter
from restapi.rest.request import params

IDS = params.IDS._replace(required=True)
LIMIT = params.LIMIT


def test_absent_and_blank_parameters_have_their_default():
    assert params.bind({"limit": " "}, [LIMIT, params.FIELDS]) == {"limit": None, "fields": None}


@pytest.mark.parametrize("value", ["", " ", ",", []])
def test_ids_without_an_id_are_not_all_records(value):
    """Seen to fail when blank ids counted as not sent: all records were answered."""
    with pytest.raises(InvalidParameter, match="a list of record ids"):
        params.bind({"ids": value}, [params.IDS])
    assert params.parse_optional_ids(value, "ids") == []


PAGE = [params.DOMAIN, params.FIELDS, params.LIMIT, params.ORDER, params.COUNT, params.CONTEXT]


@pytest.mark.parametrize("quote", ["'%s'", '"%s"', " '%s' "])
@pytest.mark.parametrize(
    ("name", "text", "meant"),
    [
        ("order", "name desc", "name desc"),
        ("limit", "5", 5),
        ("count", "True", True),
        ("fields", "name,email", ["name", "email"]),
        ("domain", "[]", []),
        ("context", "{}", {}),
        ("limit", "", None),
    ],
)
def test_a_quoted_literal_means_what_is_inside(quote, name, text, meant):
    """`order="name"` as well as `order=name`. Seen to fail for `order` and `limit`."""
    assert params.bind({name: quote % text}, PAGE)[name] == meant
    assert params.bind({name: text}, PAGE)[name] == meant
    assert params.bind({"ids": quote % "3,7"}, [IDS])["ids"] == [3, 7]


def test_a_quoted_domain_with_quotes_in_it():
    text = "[('name','=','x')]"
    for quoted in (f'"{text}"', repr(text), "'{}'".format(text.replace("'", "\\'"))):
        assert params.bind({"domain": quoted}, PAGE)["domain"] == [("name", "=", "x")]


def test_quotes_that_are_no_literal():
    assert params.bind({"fields": "'name','email'"}, PAGE)["fields"] == ["name", "email"]
    for value in ("'name", "'a' 'b'", "'"):
        with pytest.raises(InvalidParameter):
            params.bind({"fields": value}, PAGE)
    with pytest.raises(InvalidParameter):
        params.bind({"ids": "''"}, [params.IDS])


def test_a_required_parameter_is_asked_for():
    with pytest.raises(MissingParameter, match="'ids' is required"):
        params.bind({}, [IDS])


def test_an_unknown_parameter_is_never_ignored_and_the_nearest_is_named():
    with pytest.raises(UnknownParameter, match="did you mean 'fields'"):
        params.bind({"field": "name"}, [params.FIELDS])


@given(st.lists(st.integers(1, 2**31 - 1), min_size=1, max_size=20, unique=True))
def test_ids_in_every_spelling(ids):
    plain = ",".join(map(str, ids))
    for value in (plain, plain.replace(",", ", "), repr(ids), repr(tuple(ids)), ids):
        assert params.parse_ids(value, "ids") == ids


@pytest.mark.parametrize(
    "value",
    ["x", "0", "-1", "1.5", "[]", "True", "['1']", "2147483648", "1;2", [None], "[[1]]", {}],
)
def test_what_is_no_id_is_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_ids(value, "ids")


@pytest.mark.parametrize(
    "value",
    ["name,email", " name , email ", "['name', 'email'] ", '["name","email"]', ["name", "email"]],
)
def test_names_in_every_spelling(value):
    assert params.parse_names(value, "fields") == ["name", "email"]


@pytest.mark.parametrize("value", ["[", "['']", "[1]", "na-me", "a..b", ".a", "{}", "['a b']", 7])
def test_what_is_no_name_is_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_names(value, "fields")


@pytest.mark.parametrize(
    ("value", "result"),
    [("True", True), ("true", True), ("1", True), ("False", False), ("0", False), (True, True)],
)
def test_booleans(value, result):
    assert params.parse_bool(value, "count") is result


@pytest.mark.parametrize("value", ["yes", "2", 2, [], "None"])
def test_what_is_no_boolean_is_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_bool(value, "count")


@pytest.mark.parametrize("value", ["-1", "1.5", "x", True, 2**31, [1]])
def test_what_is_no_count_is_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_count(value, "limit")


def test_counts():
    assert params.parse_count("5", "limit") == 5
    assert params.parse_count("None", "limit") is None
    assert params.parse_count("False", "limit") is None


@pytest.mark.parametrize("value", ["[]", "'x'", "{1: 2}", 5, [["a", 1]]])
def test_what_is_no_mapping_is_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_mapping(value, "vals")
