"""Each request printed in chapter 3.2 of the manual; each test is named after its heading."""

import pytest

from tests.harness.objects import ok

SET = "[('is_company','=',True),('ref','=','SET')]"


def test_check_access_rights(api):
    answer = ok(api.get("res.partner/check_access_rights?operation=['read']&raise_exception=True"))
    assert answer == {"return": True}


def test_list_records(api, companies):
    answer = ok(api.get(f"res.partner/search?domain={SET}"))
    assert answer == {"Contact": companies[:10]}


def test_pagination(api, companies):
    answer = ok(api.get(f"res.partner/search?domain={SET}&offset=5&limit=3"))
    assert answer == {"Contact": companies[5:8]}


def test_list_records_count(api, companies):
    assert ok(api.get(f"res.partner/search?domain={SET}&count=True")) == {"count": 10}


def test_list_records_order(api, companies):
    answer = ok(api.get(f"res.partner/search?domain={SET}&order=name desc&limit=2"))
    assert answer == {"Contact": [companies[9], companies[8]]}


def test_count_records(api, companies):
    assert ok(api.get(f"res.partner/search_count?domain={SET}")) == {"count": 10}


def test_read_single_record(api, odoo, companies):
    answer = ok(api.get(f"res.partner/{companies[10]}"))
    assert list(answer) == ["Contact"]
    record = answer["Contact"]
    assert record["id"] == companies[10]
    assert record["name"] == "Person 0"
    assert record["street2"] is False
    assert record["country_id"] == [odoo.ref("base.be"), "Belgium"]
    assert len(record["create_date"]) == len("2017-07-10 11:02:57")
    assert set(record) > {"create_uid", "write_uid", "write_date", "zip", "state_id"}


def test_read_single_record_fields(api, odoo, companies):
    answer = ok(api.get(f"res.partner/{companies[10]}?fields=['name', 'country_id']"))
    assert answer == {
        "Contact": {
            "id": companies[10],
            "name": "Person 0",
            "country_id": [odoo.ref("base.be"), "Belgium"],
        }
    }


def test_read_list_records(api, companies):
    answer = ok(api.get(f"res.partner?ids={companies[3]},{companies[1]}"))
    assert [record["id"] for record in answer["Contact"]] == [companies[3], companies[1]]
    assert all(record["street2"] is False for record in answer["Contact"])


def test_read_list_records_fields(api, companies):
    ids = f"{companies[3]},{companies[1]}"
    answer = ok(api.get(f"res.partner?ids={ids}&fields=['name','country_id']"))
    assert answer == {
        "Contact": [
            {"id": companies[3], "name": "Company 03", "country_id": False},
            {"id": companies[1], "name": "Company 01", "country_id": False},
        ]
    }


@pytest.mark.parametrize("slash", ["", "/"])
def test_read_filter_records(api, companies, slash):
    answer = ok(api.get(f"res.partner{slash}?domain={SET}"))
    assert [record["id"] for record in answer["Contact"]] == companies[:10]
    assert set(answer["Contact"][0]) > {"name", "street", "create_date"}


def test_read_filter_records_fields(api, companies):
    answer = ok(api.get(f"res.partner?domain={SET}&fields=['name','country_id']&limit=5"))
    assert answer["Contact"][0] == {"id": companies[0], "name": "Company 00", "country_id": False}
    assert len(answer["Contact"]) == 5


def test_read_filter_records_count(api, companies):
    assert ok(api.get(f"res.partner/?domain={SET}&count=True")) == {"count": 10}


def test_listing_record_fields(api):
    path = "res.partner/fields_get?allfields=[]&attributes=['string','help','type']"
    fields = ok(api.get(path))["fields"]
    assert fields["name"]["type"] == "char"
    assert fields["name"]["string"] == "Name"
    assert {key for field in fields.values() for key in field} <= {"string", "help", "type", "name"}


def test_create_records(api, odoo):
    country = odoo.ref("base.tw")
    vals = "{'name':'Peter Mitchell','street':'31 Hong Kong street','city':'Taipei','zip':'106'"
    answer = ok(api.post(f"res.partner?vals={vals},'country_id':{country}}}"))
    record = answer["Contact"]
    assert record["country_id"] == [country, "Taiwan"]
    assert (record["street2"], record["zip"]) == (False, "106")
    assert odoo.read("res.partner", record["id"], ["city"])["city"] == "Taipei"


def test_update_single_record(api, odoo):
    partner = odoo.create("res.partner", {"name": "Peter Mitchell"})
    answer = ok(api.put(f"res.partner/{partner}?vals={{'street2':'Chung Hsiao East Road'}}"))
    assert answer["Contact"]["id"] == partner
    assert answer["Contact"]["street2"] == "Chung Hsiao East Road"
    assert odoo.read("res.partner", partner, ["street2"])["street2"] == "Chung Hsiao East Road"


def test_update_list_records(api, odoo):
    ids = [odoo.create("res.partner", {"name": name}) for name in ("Edward Foster", "Peter")]
    vals = "{'street2':'Chung Hsiao East Road'}"
    answer = ok(api.put(f"res.partner?ids={ids[0]},{ids[1]}&vals={vals}"))
    assert [record["id"] for record in answer["Contact"]] == ids
    assert {record["street2"] for record in answer["Contact"]} == {"Chung Hsiao East Road"}


def test_delete_single_record(api, odoo):
    partner = odoo.create("res.partner", {"name": "Peter Mitchell"})
    assert ok(api.delete(f"res.partner/{partner}")) == {}
    assert odoo.search("res.partner", [("id", "=", partner)]) == []


def test_delete_list_records(api, odoo):
    ids = [odoo.create("res.partner", {"name": name}) for name in ("Edward Foster", "Peter")]
    assert ok(api.delete(f"res.partner?ids={ids[0]},{ids[1]}")) == {}
    assert odoo.search("res.partner", [("id", "in", ids)]) == []
