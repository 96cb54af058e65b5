"""A demo server as `make demo` serves it, for what the documentation tells readers to type."""

import os
from dataclasses import dataclass

import pytest

from dev.database import Databases
from dev.odoo import Odoo
from tests.docs.session import Session
from tests.harness.server import Server, fresh_database


@dataclass
class Demo:
    server: Server
    series: str

    def session(self, folder, **variables):
        """What runs examples as a reader would, in one shell."""
        return Session(self.server.url, folder, variables)


@pytest.fixture(scope="session")
def demo(series, postgres_port):
    name = f"test_docs_{series.replace('.', '_')}_{os.getpid()}"
    with fresh_database(series, name, postgres_port):
        databases = Databases(Odoo(series), postgres_port)
        databases.make_demo_application(name)
        with Server(series, name, postgres_port) as server:
            databases.set_report_url(name, server.url)
            yield Demo(server, series)
