"""Signed-in callers: the administrator, and users with fewer rights."""

from collections.abc import Callable

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.objects import Objects


@pytest.fixture(scope="session")
def token_of(server, odoo) -> Callable[..., str]:
    """`token_of(user_id, scopes='read')`: an access token of a new machine application."""

    def token_of(user_id: int, scopes: str = "read create write delete call report") -> str:
        application = make_application(odoo, user_id, scopes=scopes)
        with HttpClient(server.url) as http:
            return get_token(http, application)["access_token"]

    return token_of


@pytest.fixture(scope="session")
def admin_token(odoo, token_of) -> str:
    return token_of(odoo.ref("base.user_admin"))


@pytest.fixture
def api(http, admin_token) -> Objects:
    """The administrator."""
    return Objects(http, admin_token)


@pytest.fixture(scope="session")
def employee(make_user):
    """An internal user with no further rights."""
    return make_user()


@pytest.fixture(scope="session")
def employee_token(employee, token_of) -> str:
    return token_of(employee.id)


@pytest.fixture
def employee_api(http, employee_token) -> Objects:
    return Objects(http, employee_token)


@pytest.fixture(scope="session")
def companies(odoo) -> list[int]:
    """Ten companies and two people; the people live in Belgium."""
    belgium = odoo.ref("base.be")
    names = [f"Company {number:02}" for number in range(10)]
    made = [
        odoo.create("res.partner", {"name": n, "is_company": True, "ref": "SET"}) for n in names
    ]
    for number in range(2):
        vals = {"name": f"Person {number}", "country_id": belgium, "ref": "SET"}
        made.append(odoo.create("res.partner", vals))
    return made
