"""An access token of the administrator."""

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application


@pytest.fixture(scope="session")
def application(odoo):
    return make_application(odoo, odoo.ref("base.user_admin"))


@pytest.fixture(scope="session")
def token(server, application):
    with HttpClient(server.url) as http:
        return get_token(http, application)["access_token"]
