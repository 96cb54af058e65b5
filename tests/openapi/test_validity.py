"""The document of every model is valid, in both versions of OpenAPI."""

import copy
import json
import subprocess
from pathlib import Path

import pytest

from dev import generators
from tests.harness.oauth import get_token

VALIDATE = Path(__file__).with_name("validate.py")
VERSIONS = ["3.1", "3.0"]


def validate(*documents, options=()):
    """The errors of each document."""
    done = subprocess.run(
        [generators.PYTHON.python, VALIDATE, *options],
        input=json.dumps(documents),
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("version", VERSIONS)
def test_all_models(document, version):
    found = document("*", version=version)
    assert len(found["tags"]) > 100
    assert validate(found) == [[]]


@pytest.mark.parametrize("version", VERSIONS)
def test_any_model(document, version):
    assert validate(document(version=version)) == [[]]
    assert validate(document(version=version), options=["--slow"]) == [[]]


def test_the_form_of_the_commercial_module(http, odoo, register, document):
    token = get_token(http, register(answers="deployed"))["access_token"]
    assert validate(document("res.country", token=token)) == [[]]


LIST = "/object/res.country"
ONE = "/object/res.country/{record_id}"


def operation_twice(document):
    document["paths"][ONE]["get"]["operationId"] = "listResCountry"


def reference_to_nothing(document):
    document["components"]["schemas"]["ResCountryRecord"]["properties"] = {
        "x": {"$ref": "#/components/schemas/Nothing"}
    }


def path_variable_not_declared(document):
    document["paths"][ONE]["get"]["parameters"] = []


def parameter_twice(document):
    parameters = document["paths"][LIST]["get"]["parameters"]
    parameters.append(parameters[0])


def type_that_does_not_exist(document):
    document["components"]["schemas"]["Count"]["properties"]["count"]["type"] = "number of records"


def pattern_that_is_no_text(document):
    document["components"]["schemas"]["Text"]["anyOf"][0]["pattern"] = 7


def default_that_is_wrong(document):
    schema = document["components"]["schemas"]["Count"]["properties"]["count"]
    schema["default"] = "seven"


def schema_of_a_parameter_that_is_wrong(document):
    document["paths"][LIST]["get"]["parameters"][-1]["schema"] = {"type": "object", "required": 3}


def answer_without_description(document):
    del document["paths"][LIST]["get"]["responses"]["200"]["description"]


def security_that_is_wrong(document):
    document["components"]["securitySchemes"]["oauth2"]["type"] = "oauth3"


FAULTS = [
    operation_twice,
    reference_to_nothing,
    path_variable_not_declared,
    parameter_twice,
    type_that_does_not_exist,
    pattern_that_is_no_text,
    default_that_is_wrong,
    schema_of_a_parameter_that_is_wrong,
    answer_without_description,
    security_that_is_wrong,
]


@pytest.mark.parametrize("version", VERSIONS)
def test_the_check_finds_what_the_library_finds(document, version):
    """The fast check is as strict as openapi-spec-validator's own walk, which is too slow for all models."""
    sound = document("res.country", version=version)
    faulty = []
    for spoil in FAULTS:
        faulty.append(copy.deepcopy(sound))
        spoil(faulty[-1])
    first, *found = validate(sound, *faulty)
    assert first == []
    for spoil, errors in zip(FAULTS, found, strict=True):
        assert errors, spoil.__name__
    first, *known = validate(sound, *faulty, options=["--slow"])
    assert first == []
    unknown = [spoil.__name__ for spoil, errors in zip(FAULTS, known, strict=True) if not errors]
    assert set(unknown) <= {"parameter_twice"}, unknown
