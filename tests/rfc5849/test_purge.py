"""Expired nonces are deleted in batches."""

import pytest

from tests.harness.rpc import OdooClient

MANY = 120_000
EXPIRED = f"""
    INSERT INTO restapi_nonce (key, expires_at)
         SELECT md5(n::text), NOW() - interval '1 day' FROM generate_series(1, {MANY}) AS n
"""
WATCH = (
    "CREATE TABLE watched (count bigint, transaction bigint)",
    """
    CREATE FUNCTION watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO watched SELECT count(*), txid_current() FROM gone;
        RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER watch AFTER DELETE ON restapi_nonce REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION watch()
    """,
)


@pytest.mark.timeout(300)
def test_nonces_are_deleted_in_batches(make_server):
    """Each batch has its own transaction, so no transaction holds a whole day's rows and memory. Seen to fail
    without the batch size."""
    server = make_server(workers=0)
    server.sql(EXPIRED)
    for statement in WATCH:
        server.sql(statement)
    admin = OdooClient(server.url, server.db)
    (job,) = admin.search("ir.cron", [("model_id.model", "=", "ir.autovacuum")])
    admin.call("ir.cron", "method_direct_trigger", [[job]])
    assert server.sql("SELECT count(*) FROM restapi_nonce") == [(0,)]
    [(total, largest, transactions)] = server.sql(
        "SELECT sum(count), max(count), count(DISTINCT transaction) FROM watched"
    )
    assert total == MANY
    assert largest <= 50_000
    assert transactions == 3
