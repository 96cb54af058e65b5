"""Prints the rows of the table *Seen to fail* in README.md."""

from tests.security.mutants import table

print(table())
