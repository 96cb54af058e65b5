"""Protections of codes, tokens and those who hold them."""

from tests.security.mutants.model import Mutant

MUTANTS: tuple[Mutant, ...] = ()
