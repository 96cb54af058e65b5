"""A database that a test may update and uninstall the addon in."""

import os

import pytest

from dev.database import Databases
from dev.odoo import Odoo


@pytest.fixture
def installed(series, postgres_port):
    """Databases of this series, and the name of one with the addon in use."""
    databases = Databases(Odoo(series), postgres_port)
    databases.prepare_template()
    name = f"test_installed_{series.replace('.', '_')}_{os.getpid()}"
    databases.copy(databases.template, name)
    yield databases, name
    databases.drop(name)
