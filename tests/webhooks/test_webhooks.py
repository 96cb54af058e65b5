"""What a webhook sends, and when (docs/reference/webhooks.rst)."""

import contextlib
import threading
import time
from datetime import datetime

from tests.harness.webhooks import quietly
from tests.harness.webhooks import send as run
from tests.webhooks.conftest import TAG


def test_a_record_through_its_life(odoo, inbox, hook, send, tag):
    one = tag("First")
    send()
    [created] = inbox.take()
    assert created.content["type"] == f"{TAG}.create"
    assert created.content["data"]["record"] == {"id": one, "name": "First"}
    assert datetime.fromisoformat(created.content["timestamp"])
    created.verify(odoo.read("restapi.webhook", hook, ["secret"])["secret"])
    odoo.write(TAG, one, {"name": "Second"})
    odoo.write(TAG, one, {"name": "Third"})
    send()
    [changed] = inbox.take()
    assert (changed.kind, changed.content["data"]["record"]["name"]) == ("write", "Third")
    odoo.unlink(TAG, one)
    send()
    [deleted] = inbox.take()
    assert (deleted.kind, deleted.record) == ("unlink", one)
    assert deleted.content["data"]["record"] is None
    send()
    assert inbox.take() == []


def test_what_was_never_sent_is_not_sent_as_deleted(odoo, inbox, hook, send, tag):
    """Seen to fail without the question whether it was sent before."""
    odoo.unlink(TAG, tag())
    send()
    assert inbox.take() == []


def test_rolled_back(server, inbox, hook, send, tag):
    one = tag()
    send()
    inbox.take()
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute("UPDATE res_partner_category SET color = 5 WHERE id = %s", [one])
        connection.rollback()
        send()
        assert inbox.take() == []
        cursor.execute("UPDATE res_partner_category SET color = 6 WHERE id = %s", [one])
        send()
        assert inbox.take() == []
        connection.commit()
    send()
    assert inbox.kinds() == [("write", one)]


def test_domain(odoo, inbox, make_hook, send, tag):
    make_hook(inbox, domain="[('color','=',7)]")
    other, one = tag(color=1), tag(color=7)
    send()
    assert inbox.kinds() == [("create", one)]
    odoo.write(TAG, [one, other], {"color": 3})
    send()
    assert inbox.kinds() == [("left", one)]
    odoo.write(TAG, [other], {"color": 7})
    send()
    assert inbox.kinds() == [("write", other)]


def test_a_record_that_its_user_may_not_read(odoo, server, inbox, make_hook, send, tag, employee):
    """Rights are those of the application's user, at the time of sending.

    Seen to fail without that user, when the superuser read.
    """
    make_hook(inbox, user_id=employee.id)
    known, hidden = tag("Known"), tag("Hidden")
    model = odoo.search("ir.model", [("model", "=", TAG)])[0]
    rule = {"name": "Hide", "model_id": model, "groups": [(6, 0, [])]}
    first = odoo.create("ir.rule", {**rule, "domain_force": f"[('id','!=',{hidden})]"})
    send()
    assert inbox.kinds() == [("create", known)]
    second = odoo.create("ir.rule", {**rule, "domain_force": f"[('id','!=',{known})]"})
    server.sql("UPDATE res_partner_category SET color = 4 WHERE id = ANY(%s)", [[known, hidden]])
    send()
    assert inbox.kinds() == [("left", known)]
    odoo.unlink("ir.rule", [first, second])


def test_events(odoo, make_inbox, make_hook, send, tag):
    created, changed, deleted = (make_inbox() for _number in range(3))
    make_hook(created, on_write=False, on_unlink=False)
    make_hook(changed, on_create=False, on_unlink=False)
    make_hook(deleted, on_create=False, on_write=False)
    one = tag()
    send()
    odoo.write(TAG, one, {"color": 2})
    send()
    odoo.unlink(TAG, one)
    send()
    assert created.kinds() == [("create", one)]
    assert changed.kinds() == [("write", one)]
    assert deleted.kinds() == []  # it had never heard of the record


def test_created_and_changed_before_it_is_sent(odoo, server, make_inbox, make_hook, send, tag):
    """The daily job doesn't merge away that a record is new. Seen to fail without the limit to merging."""
    both, changes = make_inbox(), make_inbox()
    make_hook(both)
    make_hook(changes, on_create=False)
    one = tag()
    for color in range(3):
        odoo.write(TAG, one, {"color": color})
    # as if no other transaction of the whole cluster had been running, which a test can't ask for
    server.sql("UPDATE restapi_change SET horizon = txid WHERE res_id = %s", [one])
    odoo.run_daily_job()
    send()
    assert both.kinds() == [("create", one)]
    assert changes.kinds() == [("write", one)]


def test_many_created_and_changed_in_one_transaction(server, make_inbox, make_hook, send, text):
    """They are only new, however they are noted. Seen to fail without a look at each transaction by itself."""
    created, changed = make_inbox(), make_inbox()
    make_hook(created, on_write=False)
    make_hook(changed, on_create=False)
    insert = f"INSERT INTO res_partner_category (name, active) SELECT {text}, true FROM generate_series(1, 20)"
    with contextlib.closing(server.connect()) as connection, connection.cursor() as cursor:
        cursor.execute(f"{insert} RETURNING id", {"text": "New"})
        made = [record for (record,) in cursor.fetchall()]
        cursor.execute("UPDATE res_partner_category SET color = 5 WHERE id = ANY(%s)", [made])
        connection.commit()
    send()
    assert sorted(created.kinds()) == [("create", record) for record in made]
    assert changed.kinds() == []


def test_only_ids(inbox, make_hook, send, tag):
    make_hook(inbox, field_names=False)
    one = tag()
    send()
    [message] = inbox.take()
    assert message.content["data"]["record"] == {"id": one}


def test_relations_and_archived_records(odoo, inbox, make_hook, send, tag):
    make_hook(inbox, field_names="name, parent_id.name")
    parent = tag("Parent")
    one = tag("Child", parent_id=parent)
    send()
    [record] = [m.content["data"]["record"] for m in inbox.take() if m.record == one]
    assert record == {"id": one, "name": "Child", "parent_id": {"id": parent, "name": "Parent"}}
    odoo.write(TAG, one, {"active": False})
    send()
    assert inbox.kinds() == [("left", one)]


def test_by_sql_and_by_cascade(odoo, server, inbox, hook, send, tag):
    parent = tag()
    child = tag(parent_id=parent)
    send()
    inbox.take()
    server.sql("UPDATE res_partner_category SET color = 9 WHERE id = %s", [child])
    send()
    assert inbox.kinds() == [("write", child)]
    odoo.unlink(TAG, parent)
    send()
    assert sorted(inbox.kinds()) == [("unlink", parent), ("unlink", child)]


def test_many_records_of_one_transaction(server, inbox, make_hook, send):
    """Each is sent once, by at most four threads, at a hundred a second or more."""
    make_hook(inbox)
    server.sql(
        "INSERT INTO res_partner_category (name, active) "
        f"SELECT {'jsonb_build_object(%s, n::text)' if is_json(server) else '%s || n'}, true "
        "FROM generate_series(1, 1000) AS n",
        ["en_US"],
    )
    started = time.monotonic()
    send()
    seconds = time.monotonic() - started
    records = [message.record for message in inbox.take()]
    print(f"{len(records) / seconds:.0f} a second")
    assert len(records) == len(set(records)) == 1000
    assert inbox.most_at_once <= 4
    server.sql("DELETE FROM res_partner_category WHERE id = ANY(%s)", [records])


def is_json(server):
    query = "SELECT data_type FROM information_schema.columns WHERE table_name = %s AND column_name = 'name'"
    return server.sql(query, ["res_partner_category"]) == [("jsonb",)]


def test_several_workers(odoo, inbox, hook, tag):
    """Each message is sent once, whichever worker sends it. Up to 14.0 Odoo runs an action several times at once."""
    made = [tag() for _number in range(60)]
    threads = [threading.Thread(target=quietly, args=(run, odoo)) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(message.record for message in inbox.take()) == made
