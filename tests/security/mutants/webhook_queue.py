"""Protections of what webhooks send: whose rights apply, which database sends, and in which order."""

from tests.security.mutants.edits import Edit, NeverIf, Returns, Value, Without, WithoutArgument
from tests.security.mutants.model import Mutant

DELIVERIES = "restapi/webhooks/deliveries.py"
OUTBOX = "restapi/webhooks/outbox.py"
PAYLOAD = "restapi/webhooks/payload.py"
WORKER = "restapi/webhooks/worker.py"
MODEL = "restapi/models/restapi_webhook.py"
SECRET = "restapi/models/restapi_webhook_secret.py"
RETENTION = "restapi/rest/changes/retention.py"
TEST = "webhooks/test_webhooks.py::test_"
TEST_FAILURES = "webhooks/test_failures.py::test_"
TEST_SCREENS = "webhooks/test_screens.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "webhooks",
        "the application's user: the superuser reads",
        (Returns(MODEL, "RestapiWebhook._records", "self.env[self.model]"),),
        (TEST + "a_record_that_its_user_may_not_read",),
    ),
    Mutant(
        "webhooks",
        "the rule that only what was sent is sent as gone",
        (NeverIf(PAYLOAD, "_gone", "was_sent"),),
        (TEST + "what_was_never_sent_is_not_sent_as_deleted",),
    ),
    Mutant(
        "webhooks",
        "the UUID of the database",
        (
            Edit(
                DELIVERIES,
                "webhook.active AND webhook.database_uuid = %(uuid)s AND",
                "webhook.active AND",
            ),
        ),
        (TEST_SCREENS + "a_copied_database",),
    ),
    Mutant(
        "webhooks",
        "the scopes that creating a webhook needs",
        (Without(SECRET, "RestapiWebhook.create", "require_scopes"),),
        (TEST_SCREENS + "by_the_api",),
    ),
    Mutant(
        "webhooks",
        "the scopes that reading a secret needs",
        (NeverIf(SECRET, "RestapiWebhook._may_see_secrets", "missing_scopes"),),
        (TEST_SCREENS + "by_the_api",),
    ),
    Mutant(
        "webhooks",
        "the group of the sealed secrets",
        (WithoutArgument(SECRET, "RestapiWebhook.secret_sealed", "Char", "groups"),),
        (TEST_SCREENS + "the_sealed_secret_can_not_be_read",),
    ),
    Mutant(
        "webhooks",
        "the order of messages for one record",
        (
            Edit(
                DELIVERIES,
                "                                     AND sending.state = 'sending')",
                "AND false)",
            ),
        ),
        (TEST_FAILURES + "changes_of_a_record_stay_in_order",),
    ),
    Mutant(
        "webhooks",
        "the limit of four messages at once",
        (Value(WORKER, "LANES", "12"),),
        (TEST_FAILURES + "a_slow_receiver_holds_up_nobody",),
    ),
    Mutant(
        "webhooks",
        "the new id after a change",
        (Edit(OUTBOX, "is_changed = true, message_id = NULL,", "is_changed = true,"),),
        (TEST_FAILURES + "a_new_id_for_a_change_that_the_body_does_not_show",),
    ),
    Mutant(
        "webhooks",
        "the limit to merging: what a webhook has not collected is merged too",
        (Edit(RETENTION, "<= change.txid)", "<= 0)"),),
        (TEST + "created_and_changed_before_it_is_sent",),
    ),
)
