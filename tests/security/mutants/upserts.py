"""Protections of upserts: external ids, matching, one at a time."""

from tests.security.mutants.edits import NeverIf, Returns, Without
from tests.security.mutants.model import Mutant

EXTERNAL_IDS = "object/test_external_ids.py::test_"
IN_VALUES = "object/test_external_ids_in_values.py::test_"
MATCHING = "object/test_matching.py::test_"
AT_ONCE = "object/test_upserts_at_once.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "external-ids",
        "the check that the caller may read the record",
        (Returns("restapi/rest/orm.py", "readable", "set(ids)"),),
        (
            EXTERNAL_IDS + "unknown_of_another_model_and_unreadable_are_alike",
            EXTERNAL_IDS + "put_on_a_taken_id",
            IN_VALUES + "unknown_of_another_model_and_unreadable_are_alike",
        ),
    ),
    Mutant(
        "external-ids",
        "the check of the names of modules",
        (NeverIf("restapi/rest/external_ids.py", "check_assignable", "fetchone"),),
        (EXTERNAL_IDS + "ids_of_modules_are_read_and_changed_but_not_made",),
    ),
    Mutant(
        "external-ids",
        "the scope to create",
        (Without("restapi/controllers/object_external_id.py", "_create", "require_scopes"),),
        (EXTERNAL_IDS + "scopes",),
    ),
    Mutant(
        "external-ids",
        "the conditions on creating",
        (Without("restapi/controllers/object_external_id.py", "_create", "check_upsert"),),
        (EXTERNAL_IDS + "conditions",),
    ),
    Mutant(
        "upserts",
        "the lock",
        (Returns("restapi/rest/write/upsert_lock.py", "take", "None"),),
        (AT_ONCE + "one_new_external_id", AT_ONCE + "one_new_value"),
    ),
    Mutant(
        "upserts",
        "the new transaction after the lock was taken: the old snapshot doesn't show the other's record",
        (Without("restapi/rest/write/upsert_lock.py", "take", "rollback"),),
        (AT_ONCE + "one_new_external_id", AT_ONCE + "one_new_value"),
    ),
    Mutant(
        "upserts",
        "the refusal of ambiguous values",
        (Without("restapi/rest/write/matching.py", "_found", "AmbiguousMatch"),),
        (MATCHING + "ambiguous_values",),
    ),
    Mutant(
        "upserts",
        "the comparison with what is stored",
        (Returns("restapi/rest/write/differences.py", "_is_equal", "False"),),
        (
            MATCHING + "the_same_twice_changes_nothing",
            MATCHING + "only_values_that_differ_are_written",
        ),
    ),
    Mutant(
        "upserts",
        "the scopes to read and to create",
        (Without("restapi/controllers/object_write.py", "_upsert", "require_scopes"),),
        (MATCHING + "scopes",),
    ),
)
