"""What the OpenAPI document says about models, to different callers (docs/reference/openapi.rst)."""

import re

import pytest

from tests.harness import languages
from tests.harness.awkward import awkward_models
from tests.harness.oauth import get_token
from tests.harness.problems import problem

REFERENCE = re.compile(r'"\$ref": ?"#/components/(\w+)/(\w+)"')


def operations(document):
    return {
        operation["operationId"]: operation
        for item in document["paths"].values()
        for operation in item.values()
    }


def test_the_operations_of_a_model(document):
    found = document("res.partner")
    names = operations(found)
    for verb in ("list", "create", "read", "update", "patch", "delete", "search", "count"):
        assert f"{verb}ResPartner" in names
    assert {"updateManyResPartner", "deleteManyResPartner", "downloadResPartner"} <= set(names)
    assert names["listResPartner"]["security"] == [{"oauth2": ["read"]}, {"oauth1": []}]
    assert set(names["listResPartner"]["responses"]["200"]["content"]) == {
        "application/json",
        "application/x-ndjson",
        "text/csv",
        "application/xml",
    }
    (server,) = found["servers"]
    assert server["url"].endswith("/restapi/1.0")


def test_every_reference_resolves(fetch):
    answer = fetch("res.partner,res.country")
    components = answer.json()["components"]
    references = REFERENCE.findall(answer.text.replace('":"', '": "'))
    assert len(references) > 100
    for kind, name in references:
        assert name in components[kind], name


def test_the_fields_of_a_model(document):
    schemas = document("res.partner,res.country")["components"]["schemas"]
    read, written = schemas["ResPartner"]["properties"], schemas["ResPartnerValues"]["properties"]
    assert read["id"]["readOnly"] is True
    assert "id" not in written
    assert read["country_id"]["x-odoo-field"] == {
        "type": "many2one",
        "required": False,
        "relation": "res.country",
    }
    assert read["country_id"]["allOf"] == [{"$ref": "#/components/schemas/ResCountryRelation"}]
    parts = schemas["ResCountryRelation"]["anyOf"]
    assert {"$ref": "#/components/schemas/ResCountry"} in parts
    assert {"$ref": "#/components/schemas/Many2one"} in parts
    ids_or_changes = {"$ref": "#/components/schemas/ResPartnerIdsOrChanges"}
    assert written["child_ids"]["allOf"] == [ids_or_changes]
    assert {"type": "null"} in written["country_id"]["anyOf"]
    choices = schemas["ResPartnerTypeChoice"]
    assert {"contact", "invoice", "delivery"} <= set(choices["enum"])
    assert len(choices["x-enum-varnames"]) == len(choices["enum"])
    assert read["name"]["title"] == "Name"


def test_the_key_of_records_is_the_technical_name(document):
    """Also when the request for the document itself doesn't prefer that."""
    found = document("res.partner")
    record = found["components"]["schemas"]["ResPartnerRecord"]
    assert record["required"] == ["res.partner"]
    (header,) = [
        one for one in operations(found)["readResPartner"]["parameters"] if one["name"] == "Prefer"
    ]
    assert header["schema"]["enum"] == ["keys=model"]
    links = operations(found)["createResPartner"]["responses"]["200"]["links"]
    assert links["read"]["parameters"] == {"record_id": "$response.body#/res.partner/id"}


def test_labels_are_in_the_language_of_the_context(document, odoo, label_field):
    languages.activate(odoo, "fr_FR")
    label = {"field_description": "Libellé"}
    odoo.call("ir.model.fields", "write", [[label_field], label], context={"lang": "fr_FR"})
    for language, expected in (("fr_FR", "Libellé"), ("en_US", "Label")):
        schemas = document("res.country", context=repr({"lang": language}))["components"]["schemas"]
        assert schemas["ResCountry"]["properties"]["x_label"]["title"] == expected


def test_methods_with_a_docstring(document):
    found = document("res.partner")
    assert "/object/res.partner/{method}" in found["paths"]
    call = found["paths"]["/object/res.partner/find_or_create"]["post"]
    assert call["summary"]
    schema = call["requestBody"]["content"]["application/json"]["schema"]
    assert "email" in schema["required"]
    # methods that all models have would make up most of the document
    assert "/object/res.partner/search_read" not in found["paths"]


def test_the_reports_of_a_model(document, billing):
    found = document(billing.model)
    path = "/report/account.report_invoice/{record_id}"
    answer = found["paths"][path]["get"]["responses"]["200"]
    assert set(answer["content"]) == {"application/json", "application/pdf"}


def test_the_routes_of_any_model(document):
    found = document()
    names = operations(found)
    assert {"listRecord", "createRecord", "printReport", "version", "openapi"} <= set(names)
    (dry_run,) = [one for one in names["callRecord"]["parameters"] if one["name"] == "dry_run"]
    assert dry_run["description"] == "`True` answers as usual and changes nothing"
    models = {model["model"]: model for model in found["x-odoo-models"]}
    assert models["res.partner"]["name"] == "Contact"
    assert models["res.partner"]["operations"] == ["create", "read", "write", "unlink"]
    assert list(models) == sorted(models)
    assert "base" not in models  # an abstract model


def test_only_allowed_operations(document, fetch, employee_token):
    """Seen to fail without the right to read the models."""
    found = document("res.country", token=employee_token)
    assert set(found["paths"]["/object/res.country"]) == {"get"}
    assert found["components"]["schemas"]["ResCountryValues"]["properties"] == {}
    problem(fetch("ir.config_parameter", token=employee_token), 403, "access_error")
    models = {model["model"] for model in document(token=employee_token)["x-odoo-models"]}
    assert "res.partner" in models
    assert "ir.config_parameter" not in models


def test_fields_of_other_groups_are_not_in_it(document, has, employee_token):
    field = "signup_token" if has("signup_token") else "signup_type"
    for token, is_there in (({}, True), ({"token": employee_token}, False)):
        schemas = document("res.partner", **token)["components"]["schemas"]
        for name in ("ResPartner", "ResPartnerValues"):
            assert (field in schemas[name]["properties"]) == is_there


def test_a_portal_user_and_no_user(fetch, http, make_user, token_of):
    portal = token_of(make_user(["base.group_portal"]).id)
    problem(fetch("res.users", token=portal, version="9"), 400, "invalid_parameter")
    assert fetch(token=portal).status_code == 200
    problem(http.get("/restapi/1.0/openapi.json"), 401, "unauthorized")


def test_it_requires_the_scope_read(fetch, odoo, token_of):
    writer = token_of(odoo.uid, "write")
    answer = problem(fetch("res.partner", token=writer), 403, "insufficient_scope")
    assert answer["scope"] == "read"


@pytest.mark.parametrize(
    ("parameters", "status", "code", "message"),
    [
        ({"models": "res.partnr"}, 404, "unknown_model", "did you mean 'res.partner'?"),
        ({"models": "base"}, 404, "not_found", "abstract"),
        ({"models": "res.partner,*"}, 400, "invalid_parameter", "'models'"),
        ({"models": "é"}, 400, "invalid_parameter", "'models'"),
        ({"models": "res partner"}, 400, "invalid_parameter", "'models'"),
        ({"version": "3.2"}, 400, "invalid_parameter", "did you mean"),
        ({"version": "swagger"}, 400, "invalid_parameter", "use 3.1 or 3.0"),
        ({"model": "res.partner"}, 400, "unknown_parameter", "did you mean 'models'"),
    ],
)
def test_bad_input(fetch, parameters, status, code, message):
    detail = problem(fetch(**parameters), status, code)["detail"]
    assert message in detail


def test_the_form_of_answers_of_the_application(http, register, document):
    application = register(kind="machine", answers="deployed")
    token = get_token(http, application)["access_token"]
    found = document("res.partner", token=token)
    names = operations(found)
    assert "201" in names["createResPartner"]["responses"]
    assert not [one for one in names["readResPartner"]["parameters"] if one["name"] == "Prefer"]
    record = found["components"]["schemas"]["ResPartnerRecord"]["properties"]["res.partner"]
    assert record["type"] == "array"
    assert set(found["components"]["schemas"]["Problem"]["properties"]) == {"error"}


def test_both_versions(document):
    new, old = document("res.partner"), document("res.partner", version="3.0")
    assert (new["openapi"], old["openapi"]) == ("3.1.1", "3.0.3")
    assert set(new["paths"]) == set(old["paths"])
    name = old["components"]["schemas"]["ResPartnerValues"]["properties"]["city"]
    assert name["nullable"] is True


@pytest.fixture
def awkward(odoo):
    with awkward_models(odoo):
        yield


@pytest.mark.usefixtures("awkward")
def test_awkward_names_and_texts(document):
    found = document("x_awk.ward,x_awk__ward")
    schemas = found["components"]["schemas"]
    assert {"XAwkWard", "XAwkWard2", "XAwkWardValues", "XAwkWard2Values"} <= set(schemas)
    names = [
        operation["operationId"].lower()
        for item in found["paths"].values()
        for operation in item.values()
    ]
    assert len(names) == len(set(names))
    choice = schemas["XAwkWardXChoiceChoice"]
    assert len(choice["enum"]) > 900
    assert len(set(choice["x-enum-varnames"])) == len(choice["enum"])
    field = schemas["XAwkWard"]["properties"]["x_choice"]
    assert field["title"] == '<b>Bold</b> */ "quoted" \\ `code`'
    assert field["description"].startswith("<script>")


def test_examples_contain_no_record_data(fetch, odoo):
    """The document does not depend on the records in the database."""
    before = fetch("res.partner").text
    odoo.create("res.partner", {"name": "Zaphod Beeblebrox", "email": "zaphod@example.com"})
    after = fetch("res.partner").text
    assert before == after
