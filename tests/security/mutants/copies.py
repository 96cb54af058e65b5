"""Protections of copies of a database, and of the key that seals its secrets."""

from tests.security.mutants.model import Mutant

MUTANTS: tuple[Mutant, ...] = ()
