"""A server of its own, whose statements PostgreSQL logs."""

import os

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.oauth1 import Consumer
from tests.harness.rpc import OdooClient
from tests.harness.server import Server, fresh_database
from tests.harness.statements import log_statements


@pytest.fixture(scope="package")
def logged(series, postgres_port):
    """A server with a single worker, which needs to warm its caches only once."""
    name = f"test_logged_{series.replace('.', '_')}_{os.getpid()}"
    with fresh_database(series, name, postgres_port):
        server = Server(series, name, postgres_port, workers=1)
        log_statements(server)
        with server:
            yield server


@pytest.fixture(scope="package")
def logged_odoo(logged):
    return OdooClient(logged.url, logged.db)


@pytest.fixture
def client(logged):
    with HttpClient(logged.url) as http:
        yield http


@pytest.fixture
def application(logged_odoo):
    return make_application(logged_odoo, logged_odoo.uid)


class Bearer:
    """Requests with an OAuth 2.0 access token."""

    table = "restapi_oauth2_token"
    protocol = "oauth2"

    def __init__(self, http, application):
        self.application = application
        self.token = get_token(http, application)["access_token"]

    def send(self, http, method, target):
        return http.request(method, target, token=self.token)


class Signed:
    """Requests signed with OAuth 1.0a."""

    table = "restapi_oauth1_token"
    protocol = "oauth1"

    def __init__(self, http, application):
        self.application = application
        self.token = Consumer(http, application).authorized()

    def send(self, http, method, target):
        return Consumer(http, self.application).send(method, target, self.token)


@pytest.fixture(params=[Bearer, Signed], ids=lambda kind: kind.protocol)
def caller(request, client, application):
    """A client that has just signed in, with either protocol."""
    return request.param(client, application)
