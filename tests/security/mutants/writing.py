"""Protections of writes: dry runs, entity tags, idempotency keys, batches."""

from tests.security.mutants.edits import Begin, Call, Returns, Without, WithoutItem
from tests.security.mutants.model import Mutant

DRY_RUN = "object/test_dry_run.py::test_"
TAGS = "object/test_entity_tags.py::test_"
ONCE = "object/test_idempotency.py::test_"
BATCH = "object/test_batch.py::test_"
FAULTS = "object/test_idempotency_faults.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "dry-runs",
        "the rollback",
        (Without("restapi/rest/write/dry_run.py", "rolled_back", "roll_back"),),
        (DRY_RUN + "every_route_that_changes", DRY_RUN + "models_and_caches_are_as_before"),
    ),
    Mutant(
        "dry-runs",
        "the watch over new cursors",
        (Without("restapi/rest/write/dry_run.py", "rolled_back", "_watch_cursors"),),
        (DRY_RUN + "what_can_not_be_undone",),
    ),
    Mutant(
        "dry-runs",
        "the storage of files in the database, and the silence of the mail server",
        (Returns("restapi/rest/write/dry_run.py", "is_active", "False"),),
        (DRY_RUN + "no_file_is_written", DRY_RUN + "no_mail_is_sent"),
    ),
    Mutant(
        "entity-tags",
        "the refusal",
        (Without("restapi/rest/entity_tags.py", "check_match", "_failed"),),
        (
            TAGS + "a_change_of_what_was_seen",
            TAGS + "computed_and_related_values_count",
            TAGS + "each_route_of_one_record",
            TAGS + "tags_of_others_never_match",
        ),
    ),
    Mutant(
        "entity-tags",
        "the user",
        (WithoutItem("restapi/rest/entity_tags.py", "_mac", "uid"),),
        (TAGS + "a_forged_tag_tells_nothing",),
    ),
    Mutant(
        "entity-tags",
        "the scope to read",
        (Without("restapi/controllers/conditions.py", "check_one", "require_scopes"),),
        (TAGS + "without_the_scope_to_read",),
    ),
    Mutant(
        "entity-tags",
        "the compression of single records",
        (Without("restapi/rest/response/tagged.py", "one", "compress"),),
        ("docs/test_nginx.py::test_compression_leaves_entity_tags_strong",),
    ),
    Mutant(
        "entity-tags",
        "the requirement",
        (Without("restapi/controllers/conditions.py", "_check_required", "PreconditionRequired"),),
        (
            TAGS + "an_application_that_must_send_one",
            TAGS + "a_signed_request_that_must_send_one",
        ),
    ),
    Mutant(
        "idempotency-keys",
        "the stored answers",
        (Returns("restapi/rest/write/idempotency.py", "has_key", "False"),),
        (ONCE + "create_once", ONCE + "sixteen_at_once", FAULTS + "between_commit_and_answer"),
    ),
    Mutant(
        "idempotency-keys",
        "the fingerprint",
        (Returns("restapi/rest/write/idempotency.py", "fingerprint", "''"),),
        (ONCE + "another_request_under_the_key", ONCE + "files_count", ONCE + "signed_requests"),
    ),
    Mutant(
        "idempotency-keys",
        "the application",
        (WithoutItem("restapi/rest/write/idempotency.py", "respond_once", "client_id"),),
        (ONCE + "keys_of_other_applications",),
    ),
    Mutant(
        "idempotency-keys",
        "the user",
        (WithoutItem("restapi/rest/write/idempotency.py", "respond_once", "uid"),),
        (ONCE + "one_application_of_several_users",),
    ),
    Mutant(
        "idempotency-keys",
        "the watch over commits",
        (
            Call(
                "restapi/controllers/answering.py",
                "answer",
                "refused",
                "__import__('contextlib').nullcontext()",
            ),
        ),
        (ONCE + "what_commits_by_itself",),
    ),
    Mutant(
        "idempotency-keys",
        "the second look at what the caller may read",
        (Returns("restapi/rest/write/replay.py", "limited", "answer.body"),),
        (
            ONCE + "deleted_records_and_rights_that_ended",
            ONCE + "without_the_scope_to_read",
        ),
    ),
    Mutant(
        "idempotency-keys",
        "the encryption",
        (
            Call(
                "restapi/models/restapi_idempotency_key.py",
                "RestapiIdempotencyKey._store",
                "seal",
                "[{arguments}][-1]",
            ),
        ),
        (ONCE + "the_body_is_sealed",),
    ),
    Mutant(
        "batches",
        "the scopes of each request",
        (Without("restapi/controllers/batch.py", "_bound", "require"),),
        (BATCH + "each_needs_its_own_scope",),
    ),
    Mutant(
        "batches",
        "the savepoints",
        (
            Call(
                "restapi/controllers/batch.py",
                "_undone_on_error",
                "transactions.savepoint",
                "__import__('contextlib').nullcontext()",
            ),
        ),
        (BATCH + "each_by_itself", BATCH + "hooks_of_a_failed_request_are_not_run"),
    ),
    Mutant(
        "batches",
        "the hooks",
        (Begin("restapi/compat/transactions.py", "_saved_hooks.restore", "return"),),
        (BATCH + "hooks_of_a_failed_request_are_not_run",),
    ),
    Mutant(
        "batches",
        "the registry",
        (Without("restapi/compat/transactions.py", "_restore_registry", "_set_up_models"),),
        (BATCH + "models_of_a_failed_request_are_not_there",),
    ),
    Mutant(
        "batches",
        "the watch over commits in each request",
        (
            Call(
                "restapi/controllers/batch.py",
                "_undone_on_error",
                "commits.refused",
                "__import__('contextlib').nullcontext()",
            ),
        ),
        (BATCH + "what_commits_by_itself",),
    ),
    Mutant(
        "batches",
        "the locks that are taken before the first request",
        (Returns("restapi/controllers/batch.py", "_locks", "()"),),
        (BATCH + "upserts_at_once",),
    ),
)
