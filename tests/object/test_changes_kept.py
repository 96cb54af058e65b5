"""How long the feed of changes knows what has changed (docs/reference/changes.rst)."""

import contextlib

import pytest

from tests.harness.changes import Reader, follow
from tests.harness.problems import problem
from tests.harness.waiting import wait_until

# No test has a webhook of it, which would keep notes that it has not collected.
GROUP = "res.country.group"
TABLE = "res_country_group"


@pytest.fixture
def row(odoo):
    return follow(odoo, GROUP)


@pytest.fixture
def reader(api, row):
    reader = Reader(api, GROUP)
    reader.catch_up()
    return reader


def notes(server, row, record):
    query = "SELECT count(*) FROM restapi_change WHERE followed_id = %s AND res_id = %s"
    [[count]] = server.sql(query, [row, record])
    return count


def test_notes_of_one_record_become_one(server, odoo, reader, row, name):
    """The daily job merges what nobody can tell apart, and only that.

    Seen to fail without the horizon of notes, when it kept the last of each record: the group was missed that
    a transaction changed which began before the other change, and ended after it.
    """
    group = odoo.create(GROUP, {"name": name})
    for number in range(4):
        odoo.write(GROUP, [group], {"name": f"{name} {number}"})
    # as if no other transaction of the whole cluster had been running, which a test can't ask for
    server.sql("UPDATE restapi_change SET horizon = txid WHERE res_id = %s", [group])
    with contextlib.closing(server.connect()) as early, early.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE began (id int)")  # it has a transaction id now
        odoo.write(GROUP, [group], {"name": name})
        assert reader.news() == ([group], [])
        cursor.execute(f"UPDATE {TABLE} SET name = name WHERE id = %s", [group])
        odoo.run_daily_job()
        assert notes(server, row, group) in (1, 2)
        early.commit()
    odoo.run_daily_job()
    assert reader.news() == ([group], [])
    assert reader.news() == ([], [])


@pytest.fixture
def one_day(server, odoo):
    key = [("key", "=", "restapi.changes_days")]
    made = odoo.create("ir.config_parameter", {"key": key[0][2], "value": "1"})
    yield
    odoo.unlink("ir.config_parameter", [made])


def wait_for_older_transactions(server, row):
    """Returns when all that began before the last note have ended, also those of other databases."""
    query = """
        SELECT txid_snapshot_xmin(txid_current_snapshot()) > max(txid)
          FROM restapi_change WHERE followed_id = %s
    """
    wait_until(lambda: server.sql(query, [row]) == [(True,)], "older transactions end", 120)


def two_days_pass(server, row):
    server.sql(
        "UPDATE restapi_change SET noted_at = noted_at - interval '2 days' WHERE followed_id = %s",
        [row],
    )


def test_old_tokens_expire(server, odoo, api, row, one_day, name):
    """A token of which nothing is deleted stays valid. Seen to fail without the floor."""
    other = odoo.create(GROUP, {"name": f"{name} other"})
    old = Reader(api, GROUP)
    old.catch_up()
    group = odoo.create(GROUP, {"name": name})
    wait_for_older_transactions(server, row)
    recent = Reader(api, GROUP)
    recent.catch_up()
    two_days_pass(server, row)
    odoo.write(GROUP, [other], {"name": f"{name} again"})
    odoo.run_daily_job()
    assert notes(server, row, group) == 0
    body = problem(old.get(), 410, "resync_required")
    assert "without 'since'" in body["detail"]
    assert recent.news() == ([other], [])


def test_a_transaction_that_is_older_than_a_token(server, odoo, reader, row, one_day, name):
    """What a transaction still has to say is kept, however long it takes.

    Seen to fail without the limit of the floor: it rose above the transaction.
    """
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET name = name WHERE id = (SELECT max(id) FROM {TABLE})")
        odoo.create(GROUP, {"name": name})
        two_days_pass(server, row)
        odoo.run_daily_job()
        fresh = Reader(reader.api, GROUP)
        fresh.catch_up()
        fresh.page()
        connection.commit()
    assert len(fresh.news()[0]) == 1


@pytest.mark.parametrize("identity", ["1/00000001/2", ""])
def test_notes_of_another_database(server, odoo, reader, row, name, identity):
    """As after a restore: transaction ids mean something else. Seen to fail without the identity."""
    group = odoo.create(GROUP, {"name": name})
    server.sql(
        "UPDATE restapi_change_state SET identity = %s WHERE followed_id = %s", [identity, row]
    )
    server.sql(
        "UPDATE restapi_change SET txid = txid + 10^12::bigint, horizon = 10^12::bigint"
        " WHERE followed_id = %s",
        [row],
    )
    problem(reader.get(), 410, "resync_required")
    fresh = Reader(reader.api, GROUP)
    assert group in fresh.catch_up()
    assert fresh.news() == ([], [])
    odoo.write(GROUP, [group], {"name": f"{name} again"})
    odoo.run_daily_job()
    assert fresh.news() == ([group], [])
