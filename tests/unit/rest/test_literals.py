"""Both dialects of parameter values (docs/reference/requests.rst), and values that must be refused."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from restapi.exceptions import InvalidParameter, PayloadTooLarge
from restapi.rest.request import literals

numbers = st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
values = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_python_literals_round_trip(value):
    assert literals.parse(repr(value), "domain") == value


@given(values)
def test_json_round_trips(value):
    assert literals.parse(json.dumps(value), "domain") == value
    assert literals.parse(json.dumps(value, ensure_ascii=False), "domain") == value


@given(st.text(max_size=60))
def test_any_text_is_parsed_or_refused_with_the_parameter_name(text):
    members = {"parameter": "domain"}
    try:
        literals.parse(text, "domain")
    except InvalidParameter as error:
        members = error.members
    assert members == {"parameter": "domain"}


@given(st.text("[](){},:'\"-+.0123456789eEjJTrueNonFalsx_ \\\n", max_size=40))
def test_result_is_a_plain_value(text):
    try:
        value = literals.parse(text, "domain")
    except InvalidParameter:
        return
    literals.check_storable(value, "domain")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("[('is_company','=',True)]", [("is_company", "=", True)]),
        ('[["is_company","=",true]]', [["is_company", "=", True]]),
        ("{'name':'Peter', 'country_id': 482}", {"name": "Peter", "country_id": 482}),
        ("['name', 'country_id'] ", ["name", "country_id"]),
        ("[\n  ('a', '=', -1.5e3),\n]", [("a", "=", -1500.0)]),
        ("[(u'name', '=', u'é')]", [("name", "=", "é")]),
        ("None", None),
        ("false", False),
        ("'it\\'s'", "it's"),
    ],
)
def test_both_dialects_are_parsed(text, value):
    assert literals.parse(text, "x") == value


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')",
        "[x for x in (1,)]",
        "open('/etc/passwd')",
        "'a'.__class__",
        "'a' 'b'",
        "'a' % 1",
        "f'{1}'",
        "b'bytes'",
        "1+2j",
        "1-1",
        "--1",
        "{1, 2}",
        "[",
        "]",
        "",
        "name",
        "NaN",
        "Infinity",
        "-Infinity",
        "1e999",
        "[1e999]",
        "9" * 30,
        "9" * 5000,
        "'\\x00'",
        '"\\u0000"',
        '"\\ud800"',
        "[" * 33 + "]" * 33,
        "[" * 500_000,
        "[" * 500_000 + "]" * 500_000,
        "{'a':" * 200_000,
        "-" * 500_000 + "1",
        "1-" * 400_000 + "1",
        "'a'" * 300_000,
        "not " * 200_000 + "1",
        "lambda:" * 100_000 + "1",
    ],
    ids=lambda text: text[:20] + ("…" if len(text) > 20 else ""),
)
def test_other_expressions_are_refused_quickly(text):
    """Seen to fail without the scan that admits literals only."""
    start = time.perf_counter()
    with pytest.raises(InvalidParameter):
        literals.parse(text, "domain")
    assert time.perf_counter() - start < 2


def test_value_over_one_mebibyte_is_not_parsed():
    with pytest.raises(PayloadTooLarge):
        literals.parse("[%s]" % ("1," * 600_000), "domain")


def test_message_shows_the_position():
    with pytest.raises(InvalidParameter, match=r"'domain'.*character 12: 'x"):
        literals.parse("[('name', x)]"[:10] + " x)]", "domain")


@pytest.mark.parametrize(
    "text",
    [
        "{'a': 1, 'a': 2}",
        '{"a": 1, "a": 2}',
        "{'a': 1, \"a\": 2}",
        "[('x', 'in', [{'a': {'b': 1, 'b': 1}}])]",
        '[{"a": [{"b": {"c": 1, "c": 1}}]}]',
        "{1: 1, 1: 2}",
        "{1: 1, True: 2}",
        "{'a': {'é': 1, '\\xe9': 2}}",
    ],
)
def test_duplicate_names_are_refused(text):
    """Seen to fail without `unique`: the last value was used."""
    with pytest.raises(literals.InvalidParameter, match="twice"):
        literals.parse(text, "vals")


@pytest.mark.parametrize(
    ("text", "value"),
    [("10", 10), ("-3", -3), ("+4", 4), ("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0)],
)
def test_numbers_are_parsed(text, value):
    assert literals.parse_number(text) == value


NO_NUMBERS = [
    "",
    "1_0",
    " 10",
    "10 ",
    "１０",
    "٣",
    "²",
    "0x10",
    "1e",
    "--1",
    "nan",
    "inf",
    "1" * 500,
]


@pytest.mark.parametrize("text", NO_NUMBERS)
def test_invalid_numbers_are_refused(text):
    """Seen to fail without a parser of our own: `int("1_0")` is 10."""
    with pytest.raises(ValueError, match="not a number"):
        literals.parse_number(text)
    assert not literals.is_whole(text) or len(text) == 500


@pytest.mark.parametrize("text", ["1_0", "１０", "[1_0]", "1٣"])
def test_invalid_numbers_in_literals_are_refused(text):
    with pytest.raises(literals.InvalidParameter):
        literals.parse(text, "limit")
