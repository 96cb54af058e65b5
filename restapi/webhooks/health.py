"""Whether a webhook works: since when it fails, why it was stopped, and whether changes were lost.

In SQL, since a worker notes it while people may edit the webhook.
"""

from ..odoo_types import Cursor
from . import schedule

# What the form shows for the outcome that stopped a webhook.
REASONS = {schedule.DISABLED: "gone", schedule.GIVEN_UP: "given_up"}


def note_success(cr: Cursor, webhook_id: int) -> None:
    """A delivery has arrived."""
    cr.execute(
        "UPDATE restapi_webhook SET failing_since = NULL"
        " WHERE id = %s AND failing_since IS NOT NULL",
        [webhook_id],
    )


def note_failure(cr: Cursor, webhook_id: int) -> None:
    """A delivery has not arrived, and will be tried again."""
    cr.execute(
        "UPDATE restapi_webhook SET failing_since = now() AT TIME ZONE 'UTC'"
        " WHERE id = %s AND failing_since IS NULL",
        [webhook_id],
    )


def note_lost(cr: Cursor, webhook_id: int) -> None:
    """Changes were not noticed: the database was restored, or nothing was collected for weeks."""
    cr.execute(
        "UPDATE restapi_webhook SET lost_at = now() AT TIME ZONE 'UTC' WHERE id = %s",
        [webhook_id],
    )


def stop(cr: Cursor, webhook_id: int, state: str) -> bool:
    """Switch a webhook off; whether it was on.

    :param state: that of the outcome
    """
    cr.execute(
        "UPDATE restapi_webhook SET active = false, stopped = %s WHERE id = %s AND active",
        [REASONS[state], webhook_id],
    )
    return bool(cr.rowcount)
