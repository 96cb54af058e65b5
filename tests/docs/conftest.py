"""A demo server like that of `make demo`, for the examples in the documentation."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

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
        """Runs examples in one shell, as a reader would."""
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


@pytest.fixture(scope="session")
def facts(demo):
    """The routes, scopes and errors of the running addon."""
    script = Path(__file__).with_name("introspect.py").read_text()
    server = demo.server
    output = server.databases.odoo_run(server.db, f"shell-{server.db}", [], stdin=script)
    (line,) = re.findall(r"RESTAPI-FACTS (\{.*\})", output)
    return json.loads(line)
