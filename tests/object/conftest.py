"""Signed-in clients: the administrator, and users with fewer rights."""

import uuid

import pytest

from tests.harness.objects import Objects
from tests.harness.waiting import wait_until


@pytest.fixture
def api(http, admin_token) -> Objects:
    """A client of the administrator."""
    return Objects(http, admin_token)


@pytest.fixture
def employee_api(http, employee_token) -> Objects:
    return Objects(http, employee_token)


@pytest.fixture(scope="session")
def decimal(has) -> str:
    """A float field of partners."""
    return "partner_latitude" if has("partner_latitude") else "credit_limit"


@pytest.fixture(scope="session")
def vals_argument(has) -> str:
    """The name of the parameter of partners' `write` that takes the values."""
    return "vals" if has("partner write() takes vals") else "values"


@pytest.fixture(scope="session")
def companies(odoo) -> list[int]:
    """Ten companies and two people, who live in Belgium."""
    belgium = odoo.ref("base.be")
    names = [f"Company {number:02}" for number in range(10)]
    made = [
        odoo.create("res.partner", {"name": n, "is_company": True, "ref": "SET"}) for n in names
    ]
    for number in range(2):
        vals = {"name": f"Person {number}", "country_id": belgium, "ref": "SET"}
        made.append(odoo.create("res.partner", vals))
    return made


class Lock:
    """Another transaction that has changed a partner and has not committed yet."""

    def __init__(self, server, partner: int) -> None:
        self.server = server
        self.connection = server.connect()
        with self.connection.cursor() as cursor:
            cursor.execute("UPDATE res_partner SET city = 'locked' WHERE id = %s", [partner])

    def wait_for_others(self) -> None:
        """Returns as soon as another transaction waits for this one."""
        waiting = (
            "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
            "AND datname = current_database()"
        )
        wait_until(lambda: self.server.sql(waiting), "a transaction waits for the lock")

    def commit(self) -> None:
        self.connection.commit()


@pytest.fixture
def make_lock(server):
    """`make_lock(partner)`: locks a partner in another transaction; `commit()` releases it."""
    locks = []

    def make_lock(partner: int) -> Lock:
        locks.append(Lock(server, partner))
        return locks[-1]

    yield make_lock
    for lock in locks:
        lock.connection.close()


@pytest.fixture
def name():
    """A name that no partner has."""
    return f"Batch {uuid.uuid4()}"


@pytest.fixture
def named(odoo, name):
    """How many partners have the name."""
    return lambda: len(odoo.search("res.partner", [("name", "=", name)]))


@pytest.fixture
def secret(odoo):
    """A partner whom nobody may read."""
    partner = odoo.create("res.partner", {"name": "Hidden"})
    model = odoo.search("ir.model", [("model", "=", "res.partner")])[0]
    rule = {"name": "Hide", "model_id": model, "domain_force": f"[('id','!=',{partner})]"}
    rules = odoo.create("ir.rule", {**rule, "groups": [(6, 0, [])]})
    yield partner
    odoo.unlink("ir.rule", rules)
