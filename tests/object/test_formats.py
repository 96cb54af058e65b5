"""Lists of records in JSON, JSON lines, CSV and XML; other types get 406 (docs/reference/requests.rst)."""

import csv
import io
import json

import pytest
from lxml import etree

from tests.harness.http import HttpClient
from tests.harness.objects import Objects, ok
from tests.harness.problems import problem

NAME = 'Zoë <&> "x", 漢字 \x07\x1b end'
FORMULAS = ["=1+1", "+32 2 000", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain", "a=1"]


@pytest.fixture(scope="module")
def create(server, admin_token):
    """Creates a partner over this API, as XML-RPC can't carry these characters."""

    def create(**vals):
        with HttpClient(server.url) as http:
            answer = Objects(http, admin_token).post("res.partner", json={"vals": vals})
        return ok(answer)["Contact"]["id"]

    return create


@pytest.fixture(scope="module")
def partner(odoo, create):
    vals = {"name": NAME, "ref": "FORMATS", "country_id": odoo.ref("base.be"), "color": -7}
    tags = [(0, 0, {"name": "Tag A"}), (0, 0, {"name": "Tag B"})]
    return create(**vals, category_id=tags)


@pytest.fixture(scope="module")
def formulas(create):
    return [create(name=text, ref="FORMULAS") for text in FORMULAS]


def get(api, accept, **params):
    params.setdefault("domain", "[('ref','=','FORMATS')]")
    answer = api.get("res.partner", headers={"Accept": accept}, **params)
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"].split(";")[0] == accept
    return answer


def rows(answer):
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


FIELDS = ["name", "country_id", "category_id", "is_company", "color", "street"]


def test_json_lines(api, odoo, partner):
    answer = get(api, "application/x-ndjson", fields=FIELDS)
    [line] = answer.content.decode().splitlines()
    assert json.loads(line) == ok(api.get(f"res.partner/{partner}", fields=FIELDS))["Contact"]


@pytest.mark.parametrize("accept", ["text/csv;bom=1", "text/html, text/csv; bom=1; q=0.9"])
def test_csv_for_excel(api, accept, partner):
    """Excel recognises UTF-8 only by a byte order mark."""
    domain = f"[('id','=',{partner})]"
    answer = api.get("res.partner", domain=domain, fields=FIELDS, headers={"Accept": accept})
    assert answer.content.startswith(b"\xef\xbb\xbfid,")
    plain = api.get("res.partner", domain=domain, fields=FIELDS, headers={"Accept": "text/csv"})
    assert plain.content == answer.content[3:]


def test_csv(api, odoo, partner):
    answer = get(api, "text/csv", fields=FIELDS)
    assert answer.content.startswith(
        b"id,"
    )  # pandas and csv.DictReader would make a byte order mark part of the first name
    header, row = rows(answer)
    record = dict(zip(header, row, strict=True))
    assert header == [
        "id",
        "name",
        "country_id.id",
        "country_id.display_name",
        "category_id",
        "is_company",
        "color",
        "street",
    ]
    assert record["id"] == str(partner)
    assert record["name"] == NAME
    assert record["country_id.display_name"] == "Belgium"
    assert len(record["category_id"].split(",")) == 2
    assert (record["is_company"], record["color"], record["street"]) == ("False", "-7", "")


def test_csv_of_nested_fields(api, odoo, partner):
    fields = ["country_id.code", "country_id.currency_id.name", "category_id.name"]
    header, row = rows(get(api, "text/csv", fields=fields))
    record = dict(zip(header, row, strict=True))
    assert record["country_id.code"] == "BE"
    assert record["country_id.currency_id.name"] == "EUR"
    assert [tag["name"] for tag in json.loads(record["category_id"])] == ["Tag A", "Tag B"]


def test_csv_runs_no_formulas(api, formulas):
    answer = get(api, "text/csv", fields=["name"], domain="[('ref','=','FORMULAS')]", order="id")
    cells = [row[1] for row in rows(answer)[1:]]
    read = ok(api.get("res.partner", domain="[('ref','=','FORMULAS')]", order="id"))["Contact"]
    for cell, record in zip(cells, read, strict=True):
        assert cell[0] not in "=+-@\t\r"
        assert cell in (record["name"], "'" + record["name"])


def test_csv_without_records_has_its_columns(api):
    answer = get(api, "text/csv", fields=["name"], domain="[('ref','=','nothing')]")
    assert rows(answer) == [["id", "name"]]
    header, *none = rows(get(api, "text/csv", domain="[('ref','=','nothing')]"))
    assert not none
    assert header[0] == "id"
    assert "name" in header


def test_csv_of_all_fields(api, partner):
    header, row = rows(get(api, "text/csv"))
    assert len(header) == len(row) > 40


def test_xml(api, odoo, partner):
    root = etree.fromstring(get(api, "application/xml", fields=FIELDS).content)
    assert (root.tag, root.get("model"), root.get("description")) == (
        "records",
        "res.partner",
        "Contact",
    )
    [record] = root
    assert record.findtext("id") == str(partner)
    assert record.findtext("name") == NAME.replace("\x07", "\ufffd").replace("\x1b", "\ufffd")
    assert record.find("country_id").get("id") == str(odoo.ref("base.be"))
    assert record.findtext("country_id") == "Belgium"
    assert len(record.findall("category_id/id")) == 2
    assert record.findtext("is_company") == "false"
    assert record.findtext("color") == "-7"
    assert record.find("street").text is None


def test_xml_of_nested_fields(api, partner):
    fields = ["country_id.currency_id.name", "category_id.name"]
    root = etree.fromstring(get(api, "application/xml", fields=fields).content)
    assert root.findtext("record/country_id/currency_id/name") == "EUR"
    assert [e.text for e in root.findall("record/category_id/record/name")] == ["Tag A", "Tag B"]


@pytest.mark.parametrize("accept", ["application/xml", "text/csv", "application/x-ndjson"])
def test_all_fields_and_no_records(api, partner, accept):
    assert get(api, accept).content
    get(api, accept, domain="[('id','=',0)]")
    get(api, accept, ids=[partner], fields=["name"])


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/*", "text/csv"),
        ("text/csv;q=0.5, application/xml;q=0.9", "application/xml"),
        ("text/html, application/json;q=0.1", "application/json"),
        ("application/json;q=0, text/csv", "text/csv"),
    ],
)
def test_quality_values(api, partner, accept, content_type):
    answer = api.get("res.partner", ids=[partner], fields=["name"], headers={"Accept": accept})
    assert answer.headers["Content-Type"].split(";")[0] == content_type


@pytest.mark.parametrize("accept", ["text/html", "image/png", "application/json;q=0"])
def test_types_that_can_not_be_served(api, partner, accept):
    answer = api.get("res.partner", ids=[partner], headers={"Accept": accept})
    offered = problem(answer, 406, "not_acceptable")["offered"]
    assert set(offered) == {
        "application/json",
        "application/x-ndjson",
        "text/csv",
        "application/xml",
    }


@pytest.mark.parametrize("path", ["res.partner/search", "res.partner?count=True", "res.partner/1"])
def test_other_answers_are_json(api, partner, path):
    answer = api.get(path.replace("/1", f"/{partner}"), headers={"Accept": "text/csv"})
    assert problem(answer, 406)["offered"] == ["application/json"]


def test_line_ends_in_json_lines(api, create):
    """Seen to fail without the escapes: line readers split one record into several."""
    name = "a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x1dh\x1ei\rj\nk"
    create(name=name, ref="LINE-ENDS")
    answer = get(api, "application/x-ndjson", fields="name", domain="[('ref','=','LINE-ENDS')]")
    lines = answer.content.decode().splitlines()
    assert len(lines) == 1
    assert json.loads(lines[0])["name"] == name
