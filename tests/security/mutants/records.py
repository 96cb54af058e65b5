"""Protections of records: budgets, refusals, relations."""

from tests.security.mutants.edits import AlwaysIf, NeverIf, Returns, Without, WithoutConstant
from tests.security.mutants.model import Mutant

NESTED = "object/test_nested_limits.py::test_"
READONLY = "object/test_readonly_fields.py::test_"
REFUSALS = "object/test_refusals.py::test_"
RELATIONS = "object/test_reach_of_relations.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "nested-values",
        "the count of what is written",
        (Without("restapi/rest/read/nested.py", "_weighed", "_as_ids"),),
        (NESTED + "one_record", NESTED + "the_answer_to_a_write"),
        raises="requests.exceptions",
    ),
    Mutant(
        "nested-values",
        "the smaller chunks",
        (AlwaysIf("restapi/rest/read/nested.py", "read_fitting", "size"),),
        (NESTED + "a_long_list_of_nested_lines",),
    ),
    Mutant(
        "nested-values",
        "the length of texts and lists",
        (AlwaysIf("restapi/rest/read/budget.py", "weight", "_SCALARS"),),
        (
            NESTED + "long_texts_and_lists_of_ids",
            NESTED + "files_behind_dots",
        ),
    ),
    Mutant(
        "nested-values",
        "the count of what a method returned",
        (Without("restapi/rest/calls.py", "call", "check_result"),),
        (NESTED + "reads_by_a_call",),
        series=("19.0",),
    ),
    Mutant(
        "nested-values",
        "the count of an export's lines",
        (NeverIf("restapi/rest/calls.py", "call", "export_data"),),
        (NESTED + "exports_by_a_call",),
        raises="requests.exceptions",
    ),
    Mutant(
        "nested-values",
        "the count of terms inside of domains",
        (Returns("restapi/rest/domains/validation.py", "_length", "len(domain)", "sum"),),
        (NESTED + "terms_of_domains_inside_of_domains",),
    ),
    Mutant(
        "unstored-values",
        "the look for fields that no write changes",
        (Without("restapi/rest/write/values.py", "converted", "writable.check"),),
        (
            READONLY + "partners",
            READONLY + "through_relations",
            READONLY + "files",
        ),
    ),
    Mutant(
        "unstored-values",
        "the look at the field that a field is related to",
        (NeverIf("restapi/rest/write/writable.py", "is_readonly", "field.related"),),
        (READONLY + "fields_of_users_that_are_the_partners",),
    ),
    Mutant(
        "unstored-values",
        "the list of what the server chooses",
        (
            WithoutConstant(
                "restapi/models/restapi_application.py", "RestapiApplication._restapi_readonly"
            ),
        ),
        (READONLY + "applications",),
    ),
    Mutant(
        "unstored-values",
        "the check of values that a method is called with",
        (Without("restapi/rest/calls.py", "call", "convert_arguments"),),
        (READONLY + "by_calls", RELATIONS + "what_is_not_in_the_relation"),
    ),
    Mutant(
        "unstored-values",
        "the new reading after a write",
        (Without("restapi/rest/orm.py", "forget", "forget_all"),),
        (READONLY + "an_answer_has_what_is_stored",),
    ),
    Mutant(
        "refusals",
        "our own text of what record rules refuse",
        (AlwaysIf("restapi/models/ir_rule.py", "_refusal", "is_own_request"),),
        (REFUSALS + "no_name_of_a_record",),
    ),
    Mutant(
        "refusals",
        "our own text about companies",
        (AlwaysIf("restapi/models/base.py", "Base._check_company", "is_own_request"),),
        (REFUSALS + "records_of_another_company",),
    ),
    Mutant(
        "refusals",
        "the look for PostgreSQL's words",
        (Returns("restapi/rest/problems.py", "_quotes_postgresql", "False"),),
        (REFUSALS + "values_of_others_in_the_texts_of_postgresql",),
    ),
    Mutant(
        "reach-of-writes",
        "the look for records in the relation",
        (Without("restapi/rest/write/commands.py", "commands", "_check_members"),),
        (
            RELATIONS + "what_is_not_in_the_relation",
            RELATIONS + "at_depth",
            RELATIONS + "what_the_caller_can_not_see",
            RELATIONS + "tags",
        ),
    ),
)
