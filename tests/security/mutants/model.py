"""What a mutant is: a protection, how it is taken out, and the tests that fail then."""

import re
from dataclasses import dataclass

from tests.security.mutants.edits import Edit, Structural

BOTH = ("14.0", "19.0")
# How pytest begins the message of an assertion, as opposed to that of any other exception.
ASSERTION = re.compile(r"AssertionError|assert |Failed: DID NOT RAISE")


@dataclass(frozen=True)
class Mutant:
    """
    :param threat: as the index in README.md calls it
    :param without: what is taken out, after the word "without"
    :param tests: each of them must fail, by an assertion
    :param series: where it makes a difference
    :param installs: it is in what Odoo reads when it installs the addon
    :param is_pure: its tests need no server
    :param raises: the exception by which a test notices that waits in vain in a browser, calls what
        refuses then, or gets more than it can take
    """

    threat: str
    without: str
    edits: tuple[Edit | Structural, ...]
    tests: tuple[str, ...]
    series: tuple[str, ...] = BOTH
    installs: bool = False
    is_pure: bool = False
    raises: str = ""

    def is_for(self, series: str) -> bool:
        """Of the series besides 14.0 and 19.0 is known only what makes a difference on both of these:
        it does in between too, and before."""
        return self.series == BOTH if series not in BOTH else series in self.series

    def is_noticed_by(self, state: str) -> bool:
        failed, _, message = state.partition(": ")
        by_raising = self.raises and self.raises in message.partition("\n")[0]
        return failed == "failed" and bool(by_raising or ASSERTION.match(message))
