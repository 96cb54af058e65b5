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
        "the count of the values to write",
        (Without("restapi/rest/read/nested.py", "_weighed", "_as_ids"),),
        (NESTED + "one_record", NESTED + "the_answer_to_a_write"),
        raises="requests.exceptions",
    ),
    Mutant(
        "nested-values",
        "the count of the values of groups",
        (Without("restapi/rest/read/groups.py", "_groups", "check"),),
        ("object/test_group_answers.py::test_no_more_values_than_allowed",),
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
            NESTED + "files_in_related_records",
        ),
    ),
    Mutant(
        "nested-values",
        "the count of a method's result",
        (Without("restapi/rest/calls.py", "call", "check_result"),),
        (NESTED + "reads_through_a_call",),
        series=("19.0",),
    ),
    Mutant(
        "nested-values",
        "the count of an export's lines",
        (NeverIf("restapi/rest/calls.py", "call", "export_data"),),
        (NESTED + "exports_through_a_call",),
        raises="requests.exceptions",
    ),
    Mutant(
        "nested-values",
        "the count of terms in nested domains",
        (Returns("restapi/rest/domains/validation.py", "_length", "len(domain)", "sum"),),
        (NESTED + "terms_of_nested_domains",),
    ),
    Mutant(
        "unstored-values",
        "the check for fields that can't be written",
        (Without("restapi/rest/write/values.py", "_checked", "writable.check"),),
        (
            READONLY + "partners",
            READONLY + "through_relations",
            READONLY + "files",
        ),
    ),
    Mutant(
        "unstored-values",
        "the check of the field that a field is related to",
        (NeverIf("restapi/rest/write/writable.py", "is_readonly", "field.related"),),
        (READONLY + "fields_of_users_related_to_partners",),
    ),
    Mutant(
        "unstored-values",
        "the list of fields that the server sets",
        (
            WithoutConstant(
                "restapi/models/restapi_application.py", "RestapiApplication._restapi_readonly"
            ),
        ),
        (READONLY + "applications",),
    ),
    Mutant(
        "unstored-values",
        "the check of values in the arguments of methods",
        (Without("restapi/rest/calls.py", "call", "convert_arguments"),),
        (READONLY + "through_calls", RELATIONS + "records_outside_the_relation"),
    ),
    Mutant(
        "unstored-values",
        "the second read after a write",
        (Without("restapi/rest/orm.py", "forget", "forget_all"),),
        (READONLY + "answers_hold_what_is_stored",),
    ),
    Mutant(
        "refusals",
        "the addon's own text for refusals by record rules",
        (AlwaysIf("restapi/models/ir_rule.py", "_refusal", "is_own_request"),),
        (REFUSALS + "refusals_reveal_no_names",),
    ),
    Mutant(
        "refusals",
        "the addon's own text for company checks",
        (AlwaysIf("restapi/models/base.py", "Base._check_company", "is_own_request"),),
        (REFUSALS + "records_of_another_company",),
    ),
    Mutant(
        "refusals",
        "the filter for PostgreSQL's words",
        (Returns("restapi/rest/problems.py", "_quotes_postgresql", "False"),),
        (REFUSALS + "messages_of_postgresql_reveal_no_values",),
    ),
    Mutant(
        "reach-of-writes",
        "the check for records in the relation",
        (Without("restapi/rest/write/commands.py", "commands", "_check_members"),),
        (
            RELATIONS + "records_outside_the_relation",
            RELATIONS + "nested_changes",
            RELATIONS + "records_hidden_from_the_caller",
            RELATIONS + "tags",
        ),
    ),
)
