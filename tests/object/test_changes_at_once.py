"""The feed of changes against many writers: a client's copy becomes equal to the database, always."""

import contextlib
import random
import threading
import time

import psycopg2
import pytest

from tests.harness.changes import Reader, follow

TAG = "res.partner.category"
TABLE = "res_partner_category"
WRITERS = 6
SECONDS = 4

# Each is one statement of a transaction; %(id)s is a record that may be gone.
CHANGES = [
    f"INSERT INTO {TABLE} (name, active, color) VALUES ({{text}}, true, 1)",
    f"INSERT INTO {TABLE} (name, active, color) SELECT {{text}}, true, n FROM generate_series(1, 3) n",
    f"INSERT INTO {TABLE} (name, active, color) SELECT {{text}}, true, n FROM generate_series(1, 20) n",
    f"UPDATE {TABLE} SET name = {{text}} WHERE id = %(id)s",
    f"UPDATE {TABLE} SET name = {{text}} WHERE id %% 3 = %(id)s %% 3",
    f"UPDATE {TABLE} SET active = NOT active WHERE id = %(id)s",
    f"DELETE FROM {TABLE} WHERE id = %(id)s",
]


def write(server, text, seed, until, problems):
    """Transactions of one to four statements; some take long, a third is rolled back."""
    dice = random.Random(seed)
    with contextlib.closing(server.connect()) as connection:
        connection.set_session(isolation_level="REPEATABLE READ")
        number = 0
        while time.monotonic() < until:
            try:
                with connection.cursor() as cursor:
                    for _ in range(dice.randint(1, 4)):
                        number += 1
                        values = {"text": f"{seed} {number}", "id": some_id(cursor, dice)}
                        cursor.execute(dice.choice(CHANGES).format(text=text), values)
                        time.sleep(dice.choice([0, 0, 0.01, 0.3]))
                if dice.random() < 0.3:
                    connection.rollback()
                else:
                    connection.commit()
            except (psycopg2.errors.SerializationFailure, psycopg2.errors.DeadlockDetected):
                connection.rollback()
            except psycopg2.Error as error:
                problems.append(error)
                return


def some_id(cursor, dice):
    cursor.execute(f"SELECT id FROM {TABLE} WHERE id > 20 ORDER BY random() LIMIT 1")
    found = cursor.fetchone()
    return found[0] if found else 0


@pytest.mark.parametrize("limit", [3, 1000])
def test_the_copy_becomes_equal(server, api, odoo, text, limit):
    """Writers change, create, archive and delete, by transactions that overlap. The reader is killed
    after each page, and goes on with the token that it has stored, or with the one before it."""
    follow(odoo, TAG)
    copy, token = {}, ""
    until = time.monotonic() + SECONDS
    problems = []
    writers = [
        threading.Thread(target=write, args=(server, text, seed, until, problems))
        for seed in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    dice = random.Random(limit)
    while any(writer.is_alive() for writer in writers):
        reader = Reader(api, TAG, limit=limit)
        reader.copy, reader.token = copy, token
        reader.page()
        if dice.random() < 0.7:  # else it dies before it stores the token
            token = reader.token
        time.sleep(0.05)
    for writer in writers:
        writer.join()
    assert not problems
    reader = Reader(api, TAG, limit=limit)
    reader.copy, reader.token = copy, token
    for _ in range(2):  # a pass that had begun before the last change, and the one after it
        reader.catch_up()
    rows = odoo.call(TAG, "search_read", [], fields=["name"])
    assert reader.copy == {row["id"]: row["name"] for row in rows}
    odoo.unlink(TAG, [row["id"] for row in rows if row["id"] > 20])
