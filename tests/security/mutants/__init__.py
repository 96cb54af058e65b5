"""Each protection against a threat: how it is taken out, and the tests that fail then.

`make mutants` tries all of it; `tests/unit/test_mutants.py` keeps the list in step with the code.
"""

from tests.security.mutants import (
    copies,
    data,
    oauth,
    printing,
    records,
    requests,
    scopes,
    tokens,
)
from tests.security.mutants.model import ASSERTION, BOTH, Mutant

__all__ = ["ASSERTION", "BOTH", "MUTANTS", "Mutant", "table"]

MUTANTS = (
    *data.MUTANTS,
    *oauth.MUTANTS,
    *requests.MUTANTS,
    *scopes.MUTANTS,
    *printing.MUTANTS,
    *tokens.MUTANTS,
    *copies.MUTANTS,
    *records.MUTANTS,
)


def table() -> str:
    """The rows of README.md, *Seen to fail*: `python3 -m tests.security.mutants` prints them."""
    rows = []
    for mutant in MUTANTS:
        tests = "<br>".join(f"`{test}`" for test in mutant.tests)
        rows.append(f"| {mutant.threat} | {mutant.without} | {' '.join(mutant.series)} | {tests} |")
    return "\n".join(rows) + "\n"
