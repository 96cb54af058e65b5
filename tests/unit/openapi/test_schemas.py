"""JSON Schemas of fields, in both versions of OpenAPI."""

import pytest

from restapi.rest.openapi import names, schemas
from restapi.rest.openapi.dialects import DIALECTS, union

FIELDS = {
    "id": {"type": "integer", "name": "id", "string": "ID"},
    "name": {
        "type": "char",
        "name": "name",
        "string": "Name",
        "required": True,
        "help": "<b>x</b>",
    },
    "kind": {
        "type": "selection",
        "name": "kind",
        "string": "Kind",
        "selection": [("a", "A"), (1, "One"), (False, "")],
    },
    "parent_id": {"type": "many2one", "name": "parent_id", "string": "Parent", "relation": "a"},
    "other_id": {"type": "many2one", "name": "other_id", "string": "Other", "relation": "b"},
    "line_ids": {"type": "one2many", "name": "line_ids", "string": "Lines", "relation": "a"},
    "rate": {"type": "float", "name": "rate", "string": "Rate"},
    "odd": {"type": "of_an_addon", "name": "odd", "string": "Odd"},
}


class Model:
    _name = "a"
    _description = "A"


def made(version="3.1"):
    classes = names.Classes(["a", "b"])
    context = schemas.Context(DIALECTS[version](), classes, {"a"}, classes.all_names())
    return schemas.of_model(context, Model(), FIELDS, set(FIELDS) - {"id"})


def test_names_of_schemas():
    relations = {"ARelation", "ARelations", "AIdsOrChanges"}
    selection = {"AKindChoice", "AKindChoiceOrOther"}
    assert set(made()) == {"A", "AValues", "AChanges", *relations, *selection}


def test_every_union_has_a_name():
    """Generators make a class of each union that has none, and name it after its title."""
    for name, field in made()["A"]["properties"].items():
        assert "anyOf" not in field, name
    lines = made()["AValues"]["properties"]["line_ids"]
    assert lines["allOf"] == [schemas.ref("AIdsOrChanges")]
    assert "title" not in made()["A"]


def test_amounts_have_64_bits():
    """Seen to fail in Go, where a number without a format has 32."""
    assert made()["A"]["properties"]["rate"]["format"] == "double"


def test_a_required_field():
    field = made()["A"]["properties"]["name"]
    assert field["description"] == "Required. <b>x</b>"
    assert field["x-odoo-field"] == {"type": "char", "required": True}
    assert made()["A"]["required"] == ["id"]


def test_choices_are_text():
    """`False` is no choice but the empty value."""
    assert made()["AKindChoice"]["enum"] == ["a", "1"]
    assert made()["AKindChoice"]["x-enum-varnames"] == ["A", "VALUE_1"]


def test_a_selection_may_have_a_value_that_is_no_choice_any_more():
    found = made()
    assert found["A"]["properties"]["kind"]["allOf"] == [schemas.ref("AKindChoiceOrOther")]
    assert {"type": "string"} in found["AKindChoiceOrOther"]["anyOf"]
    assert {"type": "string"} not in made()["AValues"]["properties"]["kind"]["anyOf"]


def test_relations_to_models_that_are_not_in_the_document():
    found = made()
    properties = found["A"]["properties"]
    assert properties["parent_id"]["allOf"] == [schemas.ref("ARelation")]
    assert properties["other_id"]["allOf"] == [schemas.ref("Relation")]
    assert schemas.ref("A") in found["ARelation"]["anyOf"]
    shared = schemas.unions(DIALECTS["3.1"]())
    assert schemas.ref("Record") in shared["Relation"]["anyOf"]


def test_a_type_that_odoo_does_not_have():
    assert set(made()["A"]["properties"]["odd"]) == {"title", "x-odoo-field"}


@pytest.mark.parametrize("version", DIALECTS)
def test_what_is_never_in_a_version(version):
    text = repr([made(version), schemas.unions(DIALECTS[version]())])
    assert ("'nullable'" in text) == (version == "3.0")
    assert ("'const'" in text) == (version == "3.1")
    assert ("'null'" in text) == (version == "3.1")


def test_unions_are_merged():
    one, other = {"type": "string"}, {"type": "integer"}
    assert union(union(one, other), {"type": "null"}) == {"anyOf": [one, other, {"type": "null"}]}


def test_nullable_references_in_3_0():
    """`nullable` counts only beside `type`."""
    schema = DIALECTS["3.0"]().nullable({"$ref": "#/x"})
    assert schema["anyOf"][1]["nullable"] is True
    assert DIALECTS["3.0"]().nullable({"type": "string"}) == {"type": "string", "nullable": True}
