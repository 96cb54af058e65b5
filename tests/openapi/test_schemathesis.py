"""schemathesis sends requests that the document allows, and others: each answer is as the document says."""

import os

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.rpc import OdooClient, user_factory
from tests.harness.server import Server, fresh_database
from tests.openapi.schemathesis_run import run

SCALE = int(os.environ.get("RESTAPI_FUZZ") or 1)  # `make soak` tries many more
# `make test` tries the same each time, `make soak` others
CHOICE = ["--generation-deterministic"] if SCALE == 1 else ["--generation-database", "none"]
SECONDS = 200 * SCALE
MODELS = "res.partner.category" if SCALE == 1 else "res.partner.category,res.country,res.partner"

pytestmark = pytest.mark.timeout(SECONDS + 100)


@pytest.fixture(scope="module")
def scratch(series, postgres_port):
    """A server whose records may all be changed and deleted."""
    name = f"test_scratch_{series.replace('.', '_')}_{os.getpid()}"
    with fresh_database(series, name, postgres_port), Server(series, name, postgres_port) as server:
        yield server


@pytest.fixture(scope="module")
def tokens(scratch):
    """Of the administrator and of an internal user with no further rights."""
    odoo = OdooClient(scratch.url, scratch.db)
    users = {"administrator": odoo.uid, "employee": user_factory(odoo)().id}
    with HttpClient(scratch.url) as http:
        return {
            name: get_token(http, make_application(odoo, user))["access_token"]
            for name, user in users.items()
        }


@pytest.fixture
def test(scratch, tokens, tmp_path):
    """`test(caller, examples, phases, models=…)`: requests for each operation of the document."""

    def test(caller, examples, phases, **query):
        token = tokens[caller]
        with HttpClient(scratch.url) as http:
            answer = http.get("/restapi/1.0/openapi.json", token=token, params=query)
        assert answer.status_code == 200, answer.text
        options = [*CHOICE, "--max-examples", str(examples * SCALE), "--phases", phases]
        number = run(answer.json(), token, tmp_path, seconds=SECONDS, options=options)
        assert number >= examples
        print(f"\n{scratch.series}, {caller}, {query}: {number} requests")

    return test


@pytest.mark.parametrize(("version", "examples"), [("3.1", 3), ("3.0", 1)])
def test_models(test, version, examples):
    """Also along the links from a new record to the routes that read, change and delete it."""
    test("administrator", examples, "fuzzing,stateful", models=MODELS, version=version)


def test_models_as_an_employee(test):
    test("employee", 2, "fuzzing", models=MODELS)


@pytest.mark.parametrize("caller", ["administrator", "employee"])
def test_routes_of_any_model(test, caller):
    test(caller, 2, "fuzzing")
