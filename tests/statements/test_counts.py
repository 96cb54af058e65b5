"""How many statements a request sends to PostgreSQL, compared with the same call through Odoo's XML-RPC.

A guard of speed that doesn't depend on the speed of a machine.
"""

import itertools

import pytest

from tests.harness.batch import create, send
from tests.harness.changes import Reader, follow
from tests.harness.oauth import get_token
from tests.harness.objects import Objects, ok
from tests.harness.pages import next_cursor
from tests.harness.statements import recorded

MODEL = "res.partner"
FIELDS = ["name", "email", "phone", "city", "country_id"]
NAMES = ",".join(FIELDS)
COMPANIES = [["is_company", "=", True]]
SOME = 20


@pytest.fixture
def api(client, application):
    return Objects(client, get_token(client, application)["access_token"])


@pytest.fixture
def count(logged):
    """`count(send)`: the statements of a request, once the worker has what it keeps in memory."""

    def count(send_one):
        for _ in range(3):
            send_one()
        with recorded(logged) as found:
            send_one()
        return found

    return count


class Kinds:
    """Each kind of request by this API and by Odoo's own."""

    def __init__(self, api, odoo):
        self.api, self.odoo = api, odoo
        self.partner = odoo.create(MODEL, {"name": "One"})
        self.number = itertools.count()

    def vals(self):
        return {"name": f"Partner {next(self.number)}"}

    def read(self):
        return (
            lambda: ok(self.api.get(f"{MODEL}/{self.partner}", fields=NAMES)),
            lambda: self.odoo.read(MODEL, self.partner, FIELDS),
        )

    def read_unchanged(self):
        path = f"{MODEL}/{self.partner}"
        tag = self.api.get(path, fields=NAMES).headers["ETag"]
        conditions = {"If-None-Match": tag}

        def send_one():
            assert self.api.get(path, fields=NAMES, headers=conditions).status_code == 304

        return send_one, self.read()[1]

    def search(self):
        return (
            lambda: ok(self.api.get(f"{MODEL}/search", limit=80)),
            lambda: self.odoo.search(MODEL, [], limit=80),
        )

    def count(self):
        return (
            lambda: ok(self.api.get(f"{MODEL}/search_count", domain=COMPANIES)),
            lambda: self.odoo.call(MODEL, "search_count", [COMPANIES]),
        )

    def list(self):
        return (
            lambda: ok(self.api.get(MODEL, fields=NAMES, limit=80)),
            lambda: self.odoo.call(MODEL, "search_read", [[], FIELDS], limit=80),
        )

    def cursor(self):
        """A second page, which needs no more than the first."""
        cursor = next_cursor(self.api, MODEL, limit=10, fields=NAMES)
        return (
            lambda: ok(self.api.get(MODEL, limit=10, fields=NAMES, cursor=cursor)),
            lambda: self.odoo.call(MODEL, "search_read", [[], FIELDS], limit=10),
        )

    def create(self):
        return (
            lambda: ok(self.api.post(MODEL, json={"vals": self.vals(), "fields": ["id"]})),
            lambda: self.odoo.create(MODEL, self.vals()),
        )

    def write(self):
        path = f"{MODEL}/{self.partner}"
        return (
            lambda: ok(self.api.put(path, json={"vals": self.vals(), "fields": ["id"]})),
            lambda: self.odoo.write(MODEL, self.partner, self.vals()),
        )

    def upsert(self):
        self.api.put(f"{MODEL}/by/shop.one", json={"vals": self.vals(), "fields": ["id"]})
        return (
            lambda: ok(
                self.api.put(f"{MODEL}/by/shop.one", json={"vals": self.vals(), "fields": ["id"]})
            ),
            lambda: self.odoo.write(MODEL, self.partner, self.vals()),
        )

    def delete(self):
        made = [self.odoo.create(MODEL, self.vals()) for _ in range(8)]
        return (
            lambda: self.api.delete(f"{MODEL}/{made.pop()}"),
            lambda: self.odoo.unlink(MODEL, made.pop()),
        )

    def batch(self):
        """Creates in one transaction, and each by itself."""

        def ours():
            items = [create({}, body={"vals": self.vals(), "fields": ["id"]}) for _ in range(SOME)]
            ok(send(self.api, *items))

        def theirs():
            for _ in range(SOME):
                self.odoo.create(MODEL, self.vals())

        return ours, theirs

    def changes(self):
        follow(self.odoo, MODEL)
        reader = Reader(self.api, MODEL)
        reader.catch_up()
        return (
            lambda: (self.odoo.write(MODEL, self.partner, self.vals()), reader.page()),
            lambda: (
                self.odoo.write(MODEL, self.partner, self.vals()),
                self.odoo.call(MODEL, "search_read", [[["id", "=", self.partner]], ["name"]]),
            ),
        )

    def group(self):
        body = {"by": ["country_id"], "domain": []}
        return (
            lambda: ok(self.api.post(f"{MODEL}/group", json=body)),
            lambda: self.odoo.call(MODEL, "search_count", [[]]),
        )


# How many more than the call through XML-RPC, whose second look at the caches of other workers is what the token is here.
MORE = {
    "read": 0,
    "read_unchanged": 0,
    "search": 0,
    "count": 0,
    "list": 0,
    "cursor": 0,
    "create": 0,
    "write": 1,  # whether the record is there
    "delete": 1,
    "upsert": 5,  # the lock, the external id, whether its record is there and may be seen
    "changes": 4,  # what is followed, the snapshot, the notes, which records match
    "group": 1,  # the names of countries
}
# 12.0 and 13.0 have no queries in queries: what follows a search begins with its ids.
MORE_BEFORE_14 = {"upsert": 1, "group": 1}


@pytest.mark.parametrize("kind", MORE)
def test_no_more_statements_than_needed(api, logged_odoo, has, count, kind):
    ours, theirs = (count(one) for one in getattr(Kinds(api, logged_odoo), kind)())
    older = 0 if has("postcommit hooks") else MORE_BEFORE_14.get(kind, 0)
    assert len(ours) <= len(theirs) + MORE[kind] + older, "\n".join(ours)


def test_a_batch_of_creates(api, logged_odoo, count):
    """Much less than as many requests."""
    ours, theirs = (count(one) for one in Kinds(api, logged_odoo).batch())
    assert len(ours) < 0.6 * len(theirs)
