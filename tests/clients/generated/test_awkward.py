"""Clients of models with awkward names and texts: they compile, and send and read every value right."""

from pathlib import Path

import pytest

from tests.clients.generated.conftest import FOLDER
from tests.harness.awkward import MODELS, awkward_models

HERE = Path(__file__).parent

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module", autouse=True)
def awkward(odoo):
    with awkward_models(odoo):
        yield


@pytest.mark.parametrize(
    ("script", "program"),
    [
        ("02-python.sh", "awkward.py"),
        ("03-typescript.sh", "awkward.ts"),
        ("04-go.sh", "awkward.go"),
    ],
    ids=["python", "typescript", "go"],
)
def test_awkward_names_and_texts(workshop, script, program, request):
    language = request.node.callspec.id.split("-")[-1]
    settings = (FOLDER / "tsconfig.json").read_text().replace("client.ts", program)
    files = {program: (HERE / program).read_text(), "tsconfig.json": settings}
    made = workshop(",".join(MODELS), files)
    made.generate(script)
    printed = getattr(made, language)(program)
    assert printed.lower() == "one +7\nother false\n"
