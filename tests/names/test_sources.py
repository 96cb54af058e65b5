"""The table of names, against the sources of each series that is here."""

from dev import names
from dev.odoo import Odoo
from tests.names import table


def test_the_table_says_what_the_sources_say(series):
    """On a series that the table was only read for, this tells what is to be mended in it."""
    sources = names.Sources(Odoo(series).source / "odoo")
    found = set(table.rows(table.used(), sources))
    told = {row for row, having in table.read().items() if series in having}
    assert found == told, "run: python3 -m tests.names.table"
