"""Values of conditions, converted by the type of their field (docs/reference/objects.rst)."""

import pytest

from restapi.exceptions import InvalidDomain
from tests.harness.pure import FieldFacts, ModelFacts, odoo_names

with odoo_names():
    from restapi.rest.domains.operands import MAX_NAMES, converted_operand
    from restapi.rest.fields import Target

FIELDS = [
    FieldFacts("id", "integer"),
    FieldFacts("state", "selection", choices=("draft", "done")),
    FieldFacts("country_id", "many2one", "res.country"),
    FieldFacts("tag_ids", "many2many", "res.tag"),
    FieldFacts("analytic_distribution", "json"),
    *(FieldFacts(name, name) for name in ("char", "integer", "float", "boolean", "binary")),
    *(FieldFacts(name, name) for name in ("date", "datetime", "json", "properties")),
]
MODEL = ModelFacts("res.model", "Model", *FIELDS)


def converted(name, operator, value, part=None):
    return converted_operand(Target(MODEL, MODEL._fields[name], part), name, operator, value)


@pytest.mark.parametrize(
    ("name", "operator", "value", "expected"),
    [
        ("char", "=", "7", "7"),
        ("char", "=", "", ""),
        ("char", "=", None, False),
        ("char", "in", ["a", None], ["a", False]),
        ("char", "ilike", "True", "True"),
        ("integer", "ilike", "7", "7"),
        ("integer", "=", "7", 7),
        ("integer", "=", 7.0, 7),
        ("integer", "in", ("1", 2), [1, 2]),
        ("integer", "=", "", False),
        ("float", ">", "1.5", 1.5),
        ("float", "=", 0, 0),
        ("boolean", "=", "true", True),
        ("boolean", "=", "0", False),
        ("boolean", "!=", 1, True),
        ("state", "=", "done", "done"),
        ("id", "=", "7", 7),
        ("id", "in", [1, "2"], [1, 2]),
        ("country_id", "=", "7", 7),
        ("country_id", "=", "Belgium", "Belgium"),
        ("country_id", "child_of", [1, "Belgium"], [1, "Belgium"]),
        ("country_id", "<", 7, 7),
        ("tag_ids", "in", ["x", 3], ["x", 3]),
        ("date", "=", "2024-05-01T23:00+02:00", "2024-05-01"),
        ("datetime", ">=", "2024-05-01", "2024-05-01"),
        ("datetime", ">=", "2024-05-01T10:00+02:00", "2024-05-01 08:00:00"),
        ("binary", "!=", None, None),
        ("json", "=", False, False),
    ],
)
def test_value_is_converted_to_the_type_of_the_field(name, operator, value, expected):
    result = converted(name, operator, value)
    if expected is None:
        expected = False
    assert result == expected
    assert type(result) is type(expected)


@pytest.mark.parametrize(
    ("name", "operator", "value", "problem"),
    [
        ("char", "=", 7, "it must be text or False"),
        ("char", "=", ["a"], "for a list use 'in'"),
        ("char", "in", "a", "'in' takes a list"),
        ("char", "ilike", 7, "'ilike' takes text"),
        ("char", "<", False, "'<' can't compare them"),
        ("char", "child_of", 7, "'child_of' needs a relation"),
        ("state", "=", "lost", "one of the choices 'draft', 'done'"),
        ("state", "in", ["done", "lost"], "one of the choices"),
        ("integer", "=", "1.5", "whole number"),
        ("integer", "=", 1.5, "whole number"),
        ("integer", "=", True, "whole number"),
        ("integer", "=", "1e999", "whole number"),
        ("float", "=", "1_0", "it must be a number"),
        ("boolean", "=", 2, "True or False"),
        ("boolean", "<", True, "can't compare"),
        ("boolean", "ilike", "t", "not text"),
        ("id", "=", "Belgium", "it must be an id"),
        ("country_id", "=", True, "an id, a name or False"),
        ("country_id", "<", "Belgium", "can't compare"),
        ("country_id", "child_of", True, "an id, a name or a list"),
        ("country_id", "child_of", ["x"] * (MAX_NAMES + 1), "at most 1000 names"),
        ("tag_ids", ">", 7, "can't compare"),
        ("date", "=", 20240501, "text such as"),
        ("binary", "=", "x", "supports only '= False'"),
        ("binary", "in", [False], "supports only '= False'"),
        ("json", "=", "x", "supports only '= False'"),
    ],
)
def test_unsuitable_value_is_refused_with_the_reason(name, operator, value, problem):
    with pytest.raises(InvalidDomain) as refusal:
        converted(name, operator, value)
    assert problem in refusal.value.detail
    assert f"('{name}','{operator}'," in refusal.value.detail
    assert len(refusal.value.detail) < 300


def test_part_of_a_date_is_a_whole_number():
    assert converted("date", "=", "5", part="month_number") == 5
    with pytest.raises(InvalidDomain):
        converted("date", "=", "May", part="month_number")


def test_property_takes_any_value():
    assert converted("properties", "=", "7", part="colour") == "7"
    assert converted("properties", "=", 7, part="colour") == 7


def test_names_within_the_limit_are_kept():
    assert converted("country_id", "child_of", ["x"] * MAX_NAMES) == ["x"] * MAX_NAMES
