"""A database in which a test may update and uninstall the addon."""

import os

import pytest

from dev.database import Databases
from dev.odoo import Odoo


@pytest.fixture
def installed(series, postgres_port):
    """The databases of this series, and the name of one in which the addon is in use."""
    databases = Databases(Odoo(series), postgres_port)
    databases.prepare_template()
    name = f"test_installed_{series.replace('.', '_')}_{os.getpid()}"
    databases.copy(databases.template, name)
    yield databases, name
    databases.drop(name)
