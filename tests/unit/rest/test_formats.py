"""Lists of records as JSON, JSON lines, CSV and XML (docs/reference/objects.rst)."""

import csv
import io
import json

import pytest
from lxml import etree

from tests.harness.pure import FieldFacts, ModelFacts, odoo_names
from tests.harness.request import make_request

with odoo_names():
    from restapi.rest.read.nested import Selection
    from restapi.rest.response import formats

COUNTRY = ModelFacts(
    "res.country",
    "Country",
    FieldFacts("id", "integer"),
    FieldFacts("code", "char"),
)
PARTNER = ModelFacts(
    "res.partner",
    "Contact <&>",
    FieldFacts("id", "integer"),
    FieldFacts("name", "char"),
    FieldFacts("active", "boolean"),
    FieldFacts("credit", "float"),
    FieldFacts("country_id", "many2one", "res.country"),
    FieldFacts("category_ids", "many2many", "res.partner.category"),
    FieldFacts("child_ids", "one2many", "res.partner"),
)
PARTNER.env.update(COUNTRY.env)
NAMES = ["name", "active", "credit", "country_id", "category_ids"]
ROWS = [
    {
        "id": 7,
        "name": 'Élodie, "x"',
        "active": False,
        "credit": -1.5,
        "country_id": (20, "Belgium"),
        "category_ids": [1, 2],
    },
    {
        "id": 8,
        "name": False,
        "active": True,
        "credit": 0.0,
        "country_id": False,
        "category_ids": [],
    },
]


def written(format_class, chunks, selection=None):
    """A list in one format, from chunks of rows."""
    one = format_class(PARTNER, selection or Selection(NAMES, {}), "Contact")
    return b"".join([one.head(), *(one.rows(rows) for rows in chunks), one.tail()]).decode()


def table(text):
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("chunks", [[ROWS], [ROWS[:1], ROWS[1:]], [[], ROWS], [ROWS, []]])
def test_chunks_of_json_make_one_document(chunks):
    expected = [{**row, "country_id": row["country_id"] and [20, "Belgium"]} for row in ROWS]
    assert json.loads(written(formats.JsonFormat, chunks)) == {"Contact": expected}


def test_empty_list_is_complete_in_every_format():
    assert written(formats.JsonFormat, []) == '{"Contact":[]}'
    assert written(formats.NdjsonFormat, []) == ""
    header = ["id", "name", "active", "credit", "country_id.id", "country_id.display_name"]
    assert table(written(formats.CsvFormat, [])) == [[*header, "category_ids"]]
    assert len(etree.fromstring(written(formats.XmlFormat, []).encode())) == 0


@pytest.mark.parametrize("char", ["\n", "\r", "\x85", "\u2028", "\u2029"])
def test_json_line_has_no_other_line_end(char):
    text = written(formats.NdjsonFormat, [[{"id": 1, "name": f"a{char}b"}]])
    assert text.splitlines() == [text[:-1]]
    assert json.loads(text) == {"id": 1, "name": f"a{char}b"}


def test_csv_has_one_header_and_a_line_per_record():
    header, first, second = table(written(formats.CsvFormat, [ROWS[:1], ROWS[1:]]))
    assert header[:2] == ["id", "name"]
    assert first == ["7", 'Élodie, "x"', "False", "-1.5", "20", "Belgium", "1,2"]
    assert second == ["8", "", "True", "0.0", "", "", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "\n=1", "＝1", "＠x"])
def test_formulas_in_csv_are_escaped(text):
    """Seen to fail without the apostrophe."""
    rows = [{**ROWS[0], "name": text, "country_id": (20, text)}]
    (_, line) = table(written(formats.CsvFormat, [rows]))
    assert line[1] == f"'{text}"
    assert line[5] == f"'{text}"
    assert line[3] == "-1.5"


NESTED = Selection(
    ["name", "country_id", "child_ids"],
    {"country_id": Selection(["code"], {}), "child_ids": Selection(["name"], {})},
)
NESTED_ROW = {
    "id": 7,
    "name": "A",
    "country_id": {"id": 20, "code": "BE"},
    "child_ids": [{"id": 9, "name": "B"}, {"id": 10, "name": False}],
}


def test_nested_many2one_has_columns_in_csv():
    header, first, second = table(
        written(formats.CsvFormat, [[NESTED_ROW, {**NESTED_ROW, "country_id": False}]], NESTED)
    )
    assert header == ["id", "name", "country_id.id", "country_id.code", "child_ids"]
    assert first[2:4] == ["20", "BE"]
    assert json.loads(first[4]) == NESTED_ROW["child_ids"]
    assert second[2:4] == ["", ""]


def test_xml_has_an_element_per_record():
    root = etree.fromstring(written(formats.XmlFormat, [ROWS]).encode())
    assert dict(root.attrib) == {"model": "res.partner", "description": "Contact <&>"}
    first, second = root
    assert [one.tag for one in first] == ["id", *NAMES]
    assert first.findtext("name") == 'Élodie, "x"'
    assert first.findtext("active") == "false"
    assert first.find("country_id").attrib == {"id": "20"}
    assert first.findtext("country_id") == "Belgium"
    assert [one.text for one in first.find("category_ids")] == ["1", "2"]
    assert second.find("name").text is None
    assert second.find("country_id").attrib == {}


def test_xml_of_nested_records():
    root = etree.fromstring(written(formats.XmlFormat, [[NESTED_ROW]], NESTED).encode())
    assert root.findtext("record/country_id/code") == "BE"
    names = [one.findtext("name") for one in root.findall("record/child_ids/record")]
    assert names == ["B", ""]


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\ufffe", "\x1b"])
def test_xml_replaces_forbidden_characters(char):
    """Seen to fail without the replacement: lxml refuses the text."""
    root = etree.fromstring(written(formats.XmlFormat, [[{"id": 1, "name": f"a{char}b"}]]).encode())
    assert root.findtext("record/name") == "a\ufffdb"


@pytest.mark.parametrize("text", ["\ud7ff", "\ue000", "\U0001f600", "a\tb\nc"])
def test_xml_keeps_allowed_characters(text):
    root = etree.fromstring(written(formats.XmlFormat, [[{"id": 1, "name": text}]]).encode())
    assert root.findtext("record/name") == text


def parse_csv(text):
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def parse_ndjson(text):
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("format_class", "parse"),
    [
        (formats.JsonFormat, json.loads),
        (formats.NdjsonFormat, parse_ndjson),
        (formats.CsvFormat, parse_csv),
        (formats.XmlFormat, lambda text: etree.fromstring(text.encode())),
    ],
)
def test_list_that_breaks_off_does_not_parse(format_class, parse):
    parse(written(format_class, [ROWS]))
    one = format_class(PARTNER, Selection(NAMES, {}), "Contact")
    text = b"".join([one.head(), one.rows(ROWS), one.broken]).decode()
    with pytest.raises((ValueError, SyntaxError, csv.Error)):
        parse(text)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/csv", formats.CsvFormat),
        ("text/csv; bom=1", formats.CsvForExcelFormat),
        ("text/csv; bom=0", formats.CsvFormat),
    ],
)
def test_byte_order_mark_is_chosen_by_a_parameter(accept, expected):
    chosen = formats.format_class(make_request(headers={"Accept": accept}), "text/csv")
    assert chosen is expected
    assert written(chosen, [ROWS]).startswith("\ufeff") == (expected is formats.CsvForExcelFormat)
