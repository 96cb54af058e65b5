"""Names in the OpenAPI document (docs/reference/openapi.rst)."""

import pytest

from restapi.rest.openapi import names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("res.partner", "ResPartner"),
        ("x_a.b", "XAB"),
        ("account.move.line", "AccountMoveLine"),
        ("ir.actions.act_window", "IrActionsActWindow"),
        ("", ""),
    ],
)
def test_pascal_case(name, expected):
    assert names.pascal_case(name) == expected


def test_classes_that_clash():
    classes = names.Classes(["x_a_b", "x_a.b", "x.a.b", "res.partner"])
    assert [classes[name] for name in ("x.a.b", "x_a.b", "x_a_b")] == ["XAB", "XAB2", "XAB3"]
    assert classes["res.partner"] == "ResPartner"


def test_a_model_named_like_a_schema_of_another():
    """`res.partner.values` would be `ResPartnerValues`, which `res.partner` has already."""
    classes = names.Classes(["res.partner", "res.partner.values", "problem", "record"])
    assert classes["res.partner.values"] == "ResPartnerValues2"
    assert classes["problem"] == "Problem2"
    assert classes["record"] == "Record2"
    assert len(classes.all_names()) == 4 * len(names.SUFFIXES) + len(names.SHARED)


def test_the_same_whatever_the_order():
    models = ["x_a_b", "x_a.b", "b", "a"]
    one, other = names.Classes(models), names.Classes(reversed(models))
    assert one.by_model == other.by_model


def test_names_of_choices():
    values = ["Etc/GMT+1", "Etc/GMT-1", "Etc/GMT 1", "", "1", "é", "class", "Class"]
    assert names.enum_names(values) == [
        "ETC_GMT_PLUS_1",
        "ETC_GMT_1",
        "ETC_GMT_12",
        "EMPTY",
        "VALUE_1",
        "VALUE",
        "CLASS",
        "CLASS2",
    ]
