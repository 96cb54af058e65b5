"""A mutant: a protection, how to remove it, and the tests that fail without it."""

import re
from dataclasses import dataclass

from tests.security.mutants.edits import Edit, Structural

BOTH = ("14.0", "19.0")
# How pytest begins the message of a failed assertion, as opposed to another exception.
ASSERTION = re.compile(r"AssertionError|assert |Failed: DID NOT RAISE")


@dataclass(frozen=True)
class Mutant:
    """
    :param threat: its name in the index of README.md
    :param without: what the mutant removes, after the word "without"
    :param tests: tests that must each fail by an assertion
    :param series: the series on which it makes a difference
    :param installs: whether it changes files that Odoo reads when it installs the addon
    :param is_pure: whether its tests need no server
    :param raises: an exception that counts as a failure, for tests that wait in vain in a browser, whose
        calls are refused, or that get more than they can take
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
        """On series other than 14.0 and 19.0, only mutants that make a difference on both of these are
        known to make one there, too."""
        return self.series == BOTH if series not in BOTH else series in self.series

    def is_noticed_by(self, state: str) -> bool:
        failed, _, message = state.partition(": ")
        by_raising = self.raises and self.raises in message.partition("\n")[0]
        return failed == "failed" and bool(by_raising or ASSERTION.match(message))
