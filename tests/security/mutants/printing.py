"""Protections of what printing hands out."""

from tests.security.mutants.model import Mutant

MUTANTS: tuple[Mutant, ...] = ()
