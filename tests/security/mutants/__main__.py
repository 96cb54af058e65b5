"""Prints the rows of README.md, *Seen to fail*."""

from tests.security.mutants import table

print(table())
