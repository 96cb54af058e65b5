"""Protections of the OpenAPI document."""

from tests.security.mutants.edits import Without, WithoutOperand
from tests.security.mutants.model import Mutant

DOCUMENT = "openapi/test_document.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "descriptions",
        "the right to read a model that is named",
        (Without("restapi/rest/openapi/document.py", "checked_models", "orm.model"),),
        (DOCUMENT + "only_allowed_operations",),
    ),
    Mutant(
        "descriptions",
        "the right to read a model that is listed",
        (WithoutOperand("restapi/rest/openapi/models.py", "usable", "has_model_access"),),
        (DOCUMENT + "only_allowed_operations",),
    ),
)
