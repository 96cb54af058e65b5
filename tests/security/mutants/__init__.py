"""Each protection against a threat, how to remove it, and the tests that fail without it.

`make mutants` tries all of them; `tests/unit/test_mutants.py` keeps the list in step with the code.
"""

from tests.security.mutants import (
    authorization,
    changes,
    copies,
    credentials,
    cursors,
    deployment,
    descriptions,
    grants,
    inputs,
    leaks,
    printing,
    records,
    requests,
    rights,
    scopes,
    tokens,
    transport,
    upserts,
    webhook_queue,
    webhooks,
    writing,
)
from tests.security.mutants.model import ASSERTION, BOTH, Mutant

__all__ = ["ASSERTION", "BOTH", "MUTANTS", "Mutant", "table"]

MUTANTS = (
    *rights.MUTANTS,
    *leaks.MUTANTS,
    *inputs.MUTANTS,
    *transport.MUTANTS,
    *authorization.MUTANTS,
    *grants.MUTANTS,
    *credentials.MUTANTS,
    *scopes.MUTANTS,
    *requests.MUTANTS,
    *printing.MUTANTS,
    *tokens.MUTANTS,
    *copies.MUTANTS,
    *records.MUTANTS,
    *deployment.MUTANTS,
    *writing.MUTANTS,
    *upserts.MUTANTS,
    *changes.MUTANTS,
    *cursors.MUTANTS,
    *descriptions.MUTANTS,
    *webhooks.MUTANTS,
    *webhook_queue.MUTANTS,
)


def table() -> str:
    """The rows of the table *Seen to fail* in README.md. `python3 -m tests.security.mutants` prints them."""
    rows = []
    for mutant in MUTANTS:
        tests = "<br>".join(f"`{test}`" for test in mutant.tests)
        rows.append(f"| {mutant.threat} | {mutant.without} | {' '.join(mutant.series)} | {tests} |")
    return "\n".join(rows) + "\n"
