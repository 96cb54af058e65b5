"""A server and a PostgreSQL cluster of its own, which a test may stop."""

import os

import pytest

from tests.harness.cluster import cluster
from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.rpc import OdooClient
from tests.harness.server import Server, fresh_database

MAX_CONNECTIONS = 30


@pytest.fixture(scope="package")
def postgresql(series, postgres_port, server):
    """Depends on `server`, so that the template is complete before it is copied."""
    name = f"faults-{series}-{os.getpid()}"
    settings = {"max_connections": str(MAX_CONNECTIONS), "max_prepared_transactions": "4"}
    with cluster(name, postgres_port, **settings) as running:
        yield running


@pytest.fixture(scope="package")
def host(series, postgresql):
    """Two workers and no process for scheduled jobs. Such a process ends with PostgreSQL, and if it can't be
    started again at once, Odoo's master process ends, too; in production a service manager restarts Odoo."""
    db = f"faults_{series.replace('.', '_')}_{os.getpid()}"
    conf = {
        "max_cron_threads": 0,
        "dbfilter": f"^{db}$",
    }  # the filter queries PostgreSQL at each request
    with (
        fresh_database(series, db, postgresql.port),
        Server(series, db, postgresql.port, extra_conf=conf) as host,
    ):
        yield host


@pytest.fixture(scope="package")
def host_odoo(host):
    return OdooClient(host.url, host.db)


@pytest.fixture(scope="package")
def application(host_odoo):
    return make_application(host_odoo, host_odoo.uid)


@pytest.fixture
def client(host):
    with HttpClient(host.url) as client:
        yield client


@pytest.fixture
def token(client, application):
    return get_token(client, application)["access_token"]
