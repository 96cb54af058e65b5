"""Protections of records: budgets, refusals, relations."""

from tests.security.mutants.model import Edit, Mutant

NESTED = "object/test_nested_limits.py::test_"
READONLY = "object/test_readonly_fields.py::test_"
REFUSALS = "object/test_refusals.py::test_"
RELATIONS = "object/test_reach_of_relations.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "nested-values",
        "the count of what is written",
        (
            Edit(
                "restapi/rest/read/nested.py",
                '            weights[link["id"]] += sum(\n'
                "                below_weights[related_id] for related_id in _as_ids(link[name])\n"
                "            )\n",
                "",
            ),
        ),
        (NESTED + "one_record", NESTED + "the_answer_to_a_write"),
        raises="requests.exceptions",
    ),
    Mutant(
        "nested-values",
        "the smaller chunks",
        (
            Edit(
                "restapi/rest/read/nested.py",
                "            if size <= 1:\n                raise\n            size //= 2\n",
                "            raise\n",
            ),
        ),
        (NESTED + "a_long_list_of_nested_lines",),
    ),
    Mutant(
        "nested-values",
        "the length of texts and lists",
        (
            Edit(
                "restapi/rest/read/budget.py",
                "    if type(value) in _SCALARS:\n        return 1\n    if",
                "    if True:\n        return 1\n    if",
            ),
        ),
        (
            NESTED + "long_texts_and_lists_of_ids",
            NESTED + "files_behind_dots",
        ),
    ),
    Mutant(
        "nested-values",
        "the count of what a method returned",
        (
            Edit(
                "restapi/rest/calls.py",
                "            budget.check_result(records.env, returned)\n",
                "",
            ),
        ),
        (NESTED + "reads_by_a_call",),
        series=("19.0",),
    ),
    Mutant(
        "nested-values",
        "the count of an export's lines",
        (Edit("restapi/rest/calls.py", '    if name == "export_data":\n', "    if False:\n"),),
        (NESTED + "exports_by_a_call",),
        raises="requests.exceptions",
    ),
    Mutant(
        "nested-values",
        "the count of terms inside of domains",
        (
            Edit(
                "restapi/rest/domains/validation.py",
                "    return len(domain) + sum(map(_length, nested))\n",
                "    return len(domain)\n",
            ),
        ),
        (NESTED + "terms_of_domains_inside_of_domains",),
    ),
    Mutant(
        "unstored-values",
        "the look for fields that no write changes",
        (
            Edit(
                "restapi/rest/write/values.py",
                "    writable.check(model, vals, path, not owners)\n",
                "",
            ),
        ),
        (
            READONLY + "partners",
            READONLY + "through_relations",
            READONLY + "files",
        ),
    ),
    Mutant(
        "unstored-values",
        "the look at the field that a field is related to",
        (
            Edit(
                "restapi/rest/write/writable.py",
                "    if field.related and field.inverse:",
                "    if False:",
            ),
        ),
        (READONLY + "fields_of_users_that_are_the_partners",),
    ),
    Mutant(
        "unstored-values",
        "the list of what the server chooses",
        (
            Edit(
                "restapi/models/restapi_application.py",
                "    _restapi_readonly = CHOSEN_BY_SERVER\n",
                "",
            ),
        ),
        (READONLY + "applications",),
    ),
    Mutant(
        "unstored-values",
        "the check of values that a method is called with",
        (
            Edit(
                "restapi/rest/calls.py",
                "    values.convert_arguments(records, name, ids, bound.arguments)\n",
                "",
            ),
        ),
        (READONLY + "by_calls", RELATIONS + "what_is_not_in_the_relation"),
    ),
    Mutant(
        "unstored-values",
        "the new reading after a write",
        (Edit("restapi/rest/orm.py", "    compat.forget_all(records.env)\n", ""),),
        (READONLY + "an_answer_has_what_is_stored",),
    ),
    Mutant(
        "refusals",
        "our own text of what record rules refuse",
        (
            Edit(
                "restapi/models/ir_rule.py",
                "    if not compat.is_own_request():\n",
                "    if True:\n",
            ),
        ),
        (REFUSALS + "no_name_of_a_record",),
    ),
    Mutant(
        "refusals",
        "our own text about companies",
        (
            Edit(
                "restapi/models/base.py",
                "            if type(error) is not UserError or not compat.is_own_request():\n",
                "            if True:\n",
            ),
        ),
        (REFUSALS + "records_of_another_company",),
    ),
    Mutant(
        "refusals",
        "the look for PostgreSQL's words",
        (
            Edit(
                "restapi/rest/problems.py",
                "    return any(text and text in str(exc) for text in messages)\n",
                "    return False\n",
            ),
        ),
        (REFUSALS + "values_of_others_in_the_texts_of_postgresql",),
    ),
    Mutant(
        "reach-of-writes",
        "the look for records in the relation",
        (
            Edit(
                "restapi/rest/write/commands.py",
                "    _check_members(target, owners, field, result)\n",
                "",
            ),
        ),
        (
            RELATIONS + "what_is_not_in_the_relation",
            RELATIONS + "at_depth",
            RELATIONS + "what_the_caller_can_not_see",
            RELATIONS + "tags",
        ),
    ),
)
