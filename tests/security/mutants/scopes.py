"""Protections of scopes, by whatever way they are got round."""

from tests.security.mutants.model import Mutant

MUTANTS: tuple[Mutant, ...] = ()
