"""The table of names matches the sources of each series that is available."""

from dev import names
from dev.odoo import Odoo
from tests.names import table


def test_the_table_says_what_the_sources_say(series):
    """For a series whose column was written without its sources, this shows what to correct."""
    sources = names.Sources(Odoo(series).source / "odoo")
    found = set(table.rows(table.used(), sources))
    expected = {row for row, having in table.read().items() if series in having}
    assert found == expected, "run: python3 -m tests.names.table"
