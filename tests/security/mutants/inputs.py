"""Protections against values that would be evaluated, injected or misread."""

from tests.security.mutants.edits import NeverIf, Returns, Value, Without
from tests.security.mutants.model import Mutant

SECRETS = "security/test_leaks.py::"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "evaluation",
        "the scan that admits literals only",
        (Without("restapi/rest/request/literals.py", "parse", "_scan"),),
        ("unit/rest/test_literals.py::test_other_expressions_are_refused_quickly",),
        is_pure=True,
    ),
    Mutant(
        "evaluation",
        "the limit of 20 digits",
        (Value("restapi/rest/request/literals.py", "MAX_INT_DIGITS", "400"),),
        ("unit/rest/test_hostile_values.py::test_hostile_literals_are_refused_quickly",),
        is_pure=True,
    ),
    Mutant(
        "malformed-domains",
        "the count of the operands of prefix operators",
        (Without("restapi/rest/domains/validation.py", "_validated", "_check_arity"),),
        ("object/test_malformed_domains.py::test_malformed_domains_are_refused",),
    ),
    Mutant(
        "nul-characters",
        "the check for NUL in values",
        (NeverIf("restapi/rest/request/literals.py", "check_storable", "\x00"),),
        (
            SECRETS + "test_nul_and_other_odd_text",
            "report/test_access.py::test_a_nul_character",
        ),
    ),
    Mutant(
        "injection",
        "the check of each sort term",
        (Returns("restapi/rest/fields.py", "checked_order", "order", "_order_term"),),
        ("object/test_orders.py::test_injection_through_order",),
    ),
)
