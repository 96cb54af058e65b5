"""Parsing of the parameters of routes (docs/reference/requests.rst)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restapi.exceptions import InvalidParameter, MissingParameter, UnknownParameter
from restapi.rest.request import params

IDS = params.IDS._replace(required=True)
LIMIT = params.LIMIT


def test_absent_and_blank_parameters_get_their_default():
    assert params.bind({"limit": " "}, [LIMIT, params.FIELDS]) == {"limit": None, "fields": None}


@pytest.mark.parametrize("value", ["", " ", ",", []])
def test_empty_ids_do_not_mean_all_records(value):
    """Seen to fail when blank ids were treated as absent: the answer had all records."""
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
def test_quoted_literal_is_unquoted(quote, name, text, meant):
    """`order="name"` means the same as `order=name`. Seen to fail for `order` and `limit`."""
    assert params.bind({name: quote % text}, PAGE)[name] == meant
    assert params.bind({name: text}, PAGE)[name] == meant
    assert params.bind({"ids": quote % "3,7"}, [IDS])["ids"] == [3, 7]


def test_quoted_domain_can_contain_quotes():
    text = "[('name','=','x')]"
    for quoted in (f'"{text}"', repr(text), "'{}'".format(text.replace("'", "\\'"))):
        assert params.bind({"domain": quoted}, PAGE)["domain"] == [("name", "=", "x")]


def test_quoted_names_are_a_list():
    assert params.bind({"fields": "'name','email'"}, PAGE)["fields"] == ["name", "email"]
    for value in ("'name", "'a' 'b'", "'"):
        with pytest.raises(InvalidParameter):
            params.bind({"fields": value}, PAGE)
    with pytest.raises(InvalidParameter):
        params.bind({"ids": "''"}, [params.IDS])


def test_missing_required_parameter_is_refused():
    with pytest.raises(MissingParameter, match="'ids' is required"):
        params.bind({}, [IDS])


def test_unknown_parameter_is_refused_with_a_suggestion():
    with pytest.raises(UnknownParameter, match="did you mean 'fields'"):
        params.bind({"field": "name"}, [params.FIELDS])


@given(st.lists(st.integers(1, 2**31 - 1), min_size=1, max_size=20, unique=True))
def test_all_spellings_of_ids_are_parsed(ids):
    plain = ",".join(map(str, ids))
    for value in (plain, plain.replace(",", ", "), repr(ids), repr(tuple(ids)), ids):
        assert params.parse_ids(value, "ids") == ids


@pytest.mark.parametrize(
    "value",
    ["x", "0", "-1", "1.5", "[]", "True", "['1']", "2147483648", "1;2", [None], "[[1]]", {}],
)
def test_invalid_ids_are_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_ids(value, "ids")


@pytest.mark.parametrize(
    "value",
    ["name,email", " name , email ", "['name', 'email'] ", '["name","email"]', ["name", "email"]],
)
def test_all_spellings_of_names_are_parsed(value):
    assert params.parse_names(value, "fields") == ["name", "email"]


@pytest.mark.parametrize("value", ["[", "['']", "[1]", "na-me", "a..b", ".a", "{}", "['a b']", 7])
def test_invalid_names_are_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_names(value, "fields")


@pytest.mark.parametrize(
    ("value", "result"),
    [("True", True), ("true", True), ("1", True), ("False", False), ("0", False), (True, True)],
)
def test_booleans(value, result):
    assert params.parse_bool(value, "count") is result


@pytest.mark.parametrize("value", ["yes", "2", 2, [], "None"])
def test_invalid_booleans_are_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_bool(value, "count")


@pytest.mark.parametrize("value", ["-1", "1.5", "x", True, 2**31, [1]])
def test_invalid_counts_are_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_count(value, "limit")


def test_counts():
    assert params.parse_count("5", "limit") == 5
    assert params.parse_count("None", "limit") is None
    assert params.parse_count("False", "limit") is None


@pytest.mark.parametrize("value", ["[]", "'x'", "{1: 2}", 5, [["a", 1]]])
def test_invalid_mappings_are_refused(value):
    with pytest.raises(InvalidParameter):
        params.parse_mapping(value, "vals")
