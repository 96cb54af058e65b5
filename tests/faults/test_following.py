"""The feed of changes over restarts of PostgreSQL, and what was prepared before."""

import pytest

from tests.faults.test_postgresql import wait_until_back
from tests.harness.changes import Reader, follow
from tests.harness.objects import Objects

TAG = "res.partner.category"
TABLE = "res_partner_category"


@pytest.fixture
def reader(host_odoo, client, token):
    follow(host_odoo, TAG)
    reader = Reader(Objects(client, token), TAG)
    reader.catch_up()
    return reader


def changed(host, column, where="id = (SELECT min(id) FROM res_partner_category)"):
    """Changes a tag by SQL, and returns its id."""
    [[tag]] = host.sql(f"UPDATE {TABLE} SET {column} WHERE {where} RETURNING id")
    return tag


@pytest.mark.parametrize("how", ["stop", "crash"])
def test_a_restart(postgresql, host, client, token, reader, how):
    before = changed(host, "color = 4")
    getattr(postgresql, how)()
    postgresql.start()
    wait_until_back(client, token)
    assert reader.news() == ([before], [])
    after = changed(host, "color = 5", "id = (SELECT max(id) FROM res_partner_category)")
    assert reader.news() == ([after], [])
    assert reader.news() == ([], [])


def test_a_prepared_transaction(postgresql, host, client, token, reader):
    """It has ended when it is committed, after a crash and after later transactions."""
    connection = host.connect()
    connection.tpc_begin("changes")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} SET color = 6 WHERE id = (SELECT min(id) FROM {TABLE}) RETURNING id"
        )
        [[prepared]] = cursor.fetchall()
    connection.tpc_prepare()
    connection.close()
    other = changed(host, "color = 7", "id = (SELECT max(id) FROM res_partner_category)")
    assert reader.news() == ([other], [])
    postgresql.crash()
    postgresql.start()
    wait_until_back(client, token)
    assert reader.news() == ([], [])
    host.sql("COMMIT PREPARED 'changes'")
    assert reader.news() == ([prepared], [])
    assert reader.news() == ([], [])
