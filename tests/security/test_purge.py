"""Expired authorization codes are deleted in batches, by the daily job and by requests for codes."""

import pytest

from tests.harness.oauth import OAUTH2, get_token, make_application
from tests.harness.rpc import OdooClient

MANY = 25_000
CODES = """
    INSERT INTO restapi_oauth2_token (
        application_id, user_id, generation, user_generation, scopes, granted_scopes, family, code_hash,
        expires_at)
    SELECT %s, %s, 0, 2147483647, 'read', 'read', md5(random()::text), md5(random()::text),
           now() AT TIME ZONE 'UTC' - interval '2 hours'
      FROM generate_series(1, %s)
"""
# Records how many rows each statement deletes.
BATCHES = """
    CREATE TABLE batches (size bigint, transaction bigint);
    CREATE FUNCTION note_batch() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            INSERT INTO batches SELECT count(*), txid_current() FROM gone;
            RETURN NULL;
        END $$;
    CREATE TRIGGER note_batch AFTER DELETE ON restapi_oauth2_token
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION note_batch();
"""
COUNT = (
    "SELECT count(*) FROM restapi_oauth2_token WHERE application_id = %s AND code_hash IS NOT NULL"
)


@pytest.fixture
def codes(server, register, odoo):
    """`codes(n)`: an application with n unused codes."""

    def make(count):
        application = register()
        server.sql(CODES, [application.id, odoo.uid, count])
        return application

    return make


def test_the_daily_job_deletes_in_batches(make_server):
    """Seen to fail without the batch size of deletions."""
    own = make_server(workers=0)
    odoo = OdooClient(own.url, own.db)
    application = make_application(odoo, odoo.uid)
    own.sql(CODES, [application.id, odoo.uid, MANY])
    own.sql(BATCHES)
    (job,) = odoo.search("ir.cron", [("model_id.model", "=", "ir.autovacuum")])
    odoo.call("ir.cron", "method_direct_trigger", [[job]])
    assert own.sql(COUNT, [application.id]) == [(0,)]
    batches = own.sql("SELECT size, transaction FROM batches WHERE size > 0")
    assert sorted(size for size, _ in batches) == [5_000, 10_000, 10_000]
    assert len({transaction for _, transaction in batches}) == 3


def test_requests_for_codes_delete_expired_ones(codes, http, server):
    """One request in a hundred deletes a thousand. Seen to fail without the random deletion of expired codes."""
    application = codes(1000)
    query = {"response_type": "code", "client_id": application.client_id}
    for _ in range(1500):  # the chance that none of them deletes is 0.0000003
        assert http.get(f"{OAUTH2}/authorize", params=query).status_code == 200
        ((left,),) = server.sql(COUNT, [application.id])
        if left < 900:
            break
    assert left < 900


def test_codes_are_not_counted(codes, odoo, http):
    """Codes are no sign-ins, and must not be read when sign-ins are counted."""
    application = codes(MANY)
    get_token(http, application)
    row = odoo.read("restapi.application", application.id, ["token_count", "last_used_at"])
    assert (row["token_count"], row["last_used_at"]) == (1, False)
