"""Values to write, converted by the type of their field (docs/reference/objects.rst)."""

import pytest

from restapi.exceptions import InvalidParameter
from tests.harness.pure import FieldFacts, ModelFacts, odoo_names

with odoo_names():
    from restapi.rest.write import values

TYPES = ["char", "integer", "float", "boolean", "many2one", "date", "datetime", "binary"]
MODEL = ModelFacts(
    "res.model",
    "Model",
    FieldFacts("state", "selection", choices=("draft", "done")),
    *(FieldFacts(name, name) for name in [*TYPES, "properties"]),
)


def converted(name, value):
    return values._converted(MODEL, name, value, "vals")


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("char", "x", "x"),
        ("char", "", ""),
        ("char", 7, "7"),
        ("char", None, False),
        ("integer", "7", 7),
        ("integer", 7.0, 7),
        ("integer", "", False),
        ("integer", -(2**31) + 1, -(2**31) + 1),
        ("float", "1e3", 1000.0),
        ("boolean", "false", False),
        ("boolean", 1, True),
        ("many2one", "7", 7),
        ("many2one", False, False),
        ("state", "done", "done"),
        ("date", "2024-05-01T23:30+02:00", "2024-05-01"),
        ("datetime", "2024-05-01T23:30+02:00", "2024-05-01 21:30:00"),
        ("binary", "QQ ==\n", "QQ=="),
        ("properties", {"a": 1}, {"a": 1}),
    ],
)
def test_value_is_converted(name, value, expected):
    result = converted(name, value)
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("char", True, "takes text"),
        ("char", ["x"], "takes text"),
        ("integer", 1.5, "whole number"),
        ("integer", 2**31, "32 bits"),
        ("integer", True, "takes a number"),
        ("float", "1_0", "takes a number"),
        ("float", "1e999", "finite number"),
        ("boolean", "maybe", "True or False"),
        ("boolean", 2, "True or False"),
        ("many2one", "Belgium", "id of a record"),
        ("many2one", 0, "id of a record"),
        ("many2one", True, "id of a record"),
        ("state", "lost", "one of its choices: 'draft', 'done'"),
        ("state", True, "as text"),
        ("date", 20240501, "a date such as"),
        ("date", "2024-02-30", "a date such as"),
        ("datetime", "yesterday", "a time such as"),
        ("binary", "é", "not valid base64"),
        ("binary", "QQ=", "not valid base64"),
        ("binary", "Q*Q==", "not valid base64"),
        ("binary", 7, "base64 text"),
        ("properties", "x", "mapping"),
    ],
)
def test_unsuitable_value_is_refused_with_its_field(name, value, problem):
    with pytest.raises(InvalidParameter) as refusal:
        converted(name, value)
    assert refusal.value.members["parameter"] == "vals"
    assert refusal.value.members["field"] == name
    assert problem in refusal.value.detail


@pytest.mark.parametrize("value", ["", "res.partner", "res.partner,x", "res.partner,1_0", ",7", 7])
def test_malformed_reference_is_refused(value):
    with pytest.raises(ValueError, match=r"res\.partner,7"):
        values._reference(value)


def test_reference_is_normalized():
    assert values._reference("res.partner,007") == "res.partner,7"
