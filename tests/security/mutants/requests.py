"""Protections against what a stranger's request may hold: headers, bodies, literals, hosts."""

from tests.security.mutants.model import Mutant

MUTANTS: tuple[Mutant, ...] = ()
