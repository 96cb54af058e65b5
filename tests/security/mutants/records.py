"""Protections of records: budgets, refusals, relations."""

from tests.security.mutants.model import Mutant

MUTANTS: tuple[Mutant, ...] = ()
