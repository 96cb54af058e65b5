"""`make mutants`: removes each protection in turn from a copy of the checkout. Its tests must then fail.

The list is in tests/security/mutants. The copy has a link to .odoo, so it needs no preparation.
"""

import argparse
import contextlib
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from dev import paths, postgres, prepare, process, python, stamp
from dev.console import Problem, say, step
from dev.database import Databases
from dev.odoo import Odoo
from tests.security.mutants import ASSERTION, MUTANTS, Mutant

FOLDER = paths.STATE / "mutants"
# Must pass with every mutant: a mutant that breaks the whole server proves nothing.
CONTROL = "rfc7009/test_revoke.py::test_an_access_token"
COPIED, INSTALLED = "mutant", "mutant_installed"  # see dev/database.py, RESTAPI_TEMPLATE


def run(series: Sequence[str], arguments: Sequence[str]) -> int:
    """Tries all mutants on each series. Returns 1 if a mutant survived a test, else 0."""
    parser = argparse.ArgumentParser(prog="make mutants ARGS=")
    parser.add_argument("--only", help="threats, such as pkce or pkce,consent")
    only = parser.parse_args(arguments).only
    known = {one.threat for one in MUTANTS}
    threats = set(only.split(",")) if only else known
    if threats - known:
        unknown = ", ".join(sorted(threats - known))
        raise Problem(f"unknown threat: {unknown}", f"use one of {', '.join(sorted(known))}")
    with postgres.server() as port:
        prepare.templates(series, port)
        return max([_run_series(one, port, threats) for one in series])


def _run_series(series: str, postgres_port: int, threats: set[str]) -> int:
    with stamp.lock(paths.STATE / f"mutants-{series}.lock", f"tries mutants on {series}"):
        return _run_locked(series, postgres_port, threats)


def _run_locked(series: str, postgres_port: int, threats: set[str]) -> int:
    chosen = [one for one in MUTANTS if one.threat in threats and one.is_for(series)]
    databases = Databases(Odoo(series), postgres_port)
    checkout = _copy_checkout(FOLDER / series)
    survived: list[str] = []
    with _template(databases):
        named = sorted({test for mutant in chosen for test in mutant.tests})
        trial = Trial(series, checkout, databases)
        with step(f"Odoo {series}: {len(named)} tests without a mutant"):
            results = trial.tests([CONTROL, *named], COPIED)
        wrong = {test for test in [CONTROL, *named] if results.state(test) != "passed"}
        for test in sorted(wrong):
            survived.append(f"{test} does not pass without a mutant: {results.state(test)}")
            say(f"    {survived[-1]}")
        if CONTROL in wrong:
            log = paths.LOG / f"mutants-{series}.log"
            raise Problem(
                "the control test fails in the unchanged copy", f"read {log} and fix the test first"
            )
        for mutant in chosen:
            if not wrong & set(mutant.tests):
                survived += trial.mutant(mutant)
    if survived:
        say(
            f"\nOdoo {series}: mutants that survived a test:\n"
            + "\n".join(f"  {line}" for line in survived)
        )
    else:
        say(f"\nOdoo {series}: all {len(chosen)} mutants were caught by each of their tests")
    return 1 if survived else 0


def _copy_checkout(target: Path) -> Path:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=paths.ROOT, check=True, capture_output=True, text=True
    )
    stamp.remove(target)
    for name in listed.stdout.split("\0"):
        source = paths.ROOT / name
        if name and source.is_file():
            paths.ensure((target / name).parent)
            shutil.copy2(source, target / name)
    (target / ".odoo").symlink_to(paths.STATE)
    return target


@contextmanager
def _template(databases: Databases) -> Iterator[None]:
    """A copy of the template, for mutants that need no new installation."""
    slug = databases.odoo.slug
    databases.copy(databases.template, f"restapi_{COPIED}_{slug}")
    try:
        yield
    finally:
        for name in (COPIED, INSTALLED):
            databases.drop(f"restapi_{name}_{slug}")


class Results:
    """Pytest's results for each case of each test, read from its JUnit XML."""

    def __init__(self, path: Path) -> None:
        self.cases = list(ElementTree.parse(path).iter("testcase")) if path.exists() else []

    def of(self, test: str) -> list[ElementTree.Element]:
        file, _, name = test.partition("::")
        module = "tests." + file.removesuffix(".py").replace("/", ".")
        return [
            case
            for case in self.cases
            if case.get("classname") == module and str(case.get("name")).split("[")[0] == name
        ]

    def state(self, test: str) -> str:
        """The outcome of a test over all its cases.

        :return: `passed`, `not run`, `failed: …`, or `error: …` if only a fixture failed
        """
        cases = self.of(test)
        failures = [str(one.get("message")) for case in cases for one in case.iter("failure")]
        errors = [str(one.get("message")) for case in cases for one in case.iter("error")]
        if not cases or any(case.find("skipped") is not None for case in cases):
            return "not run"
        if errors and not failures:
            return f"error: {errors[0]}"
        # prefer a case that failed by an assertion
        failures.sort(key=lambda message: not ASSERTION.match(message))
        return f"failed: {failures[0]}" if failures else "passed"


class Trial:
    """One series on one copy of the checkout."""

    def __init__(self, series: str, checkout: Path, databases: Databases) -> None:
        self.series = series
        self.checkout = checkout
        self.databases = databases

    def mutant(self, mutant: Mutant) -> list[str]:
        """Tries one mutant. Returns a line for each test that it survived."""
        # tests of pure functions have no server for the control test
        control = [] if mutant.is_pure else [CONTROL]
        template = INSTALLED if mutant.installs else COPIED
        what = f"Odoo {self.series}: {mutant.threat}: without {mutant.without}"
        with _applied(self.checkout, mutant), step(what):
            results = self.tests([*control, *mutant.tests], template)
        for test in control:
            if results.state(test) != "passed":
                return [f"{mutant.threat}: {mutant.without}: the control {results.state(test)}"]
        survived = []
        for test in mutant.tests:
            state = results.state(test)
            is_killed = mutant.is_noticed_by(state)
            say(f"    {'failed as it should' if is_killed else 'SURVIVED'}: {test}")
            if not is_killed:
                survived.append(f"{mutant.threat}: {mutant.without}: {test}: {state[:200]}")
        return survived

    def tests(self, named: Sequence[str], template: str) -> Results:
        """Runs tests in the copy, as `make test ARGS=…` would."""
        if template == COPIED:
            name = f"restapi_{COPIED}_{self.databases.odoo.slug}"
            addon = self.checkout / paths.ADDON.name
            self.databases.set_key(name, self.databases.template_key(addon))
        report = FOLDER / f"{self.series}.xml"
        report.unlink(missing_ok=True)
        program = str(python.host().path)
        command = [program, "-m", "dev", "test", *(f"tests/{one}" for one in named)]
        with contextlib.suppress(process.Failed):  # the report says which tests failed
            process.run(
                [*command, f"--junitxml={report}", "-p", "no:cacheprovider"],
                log=f"mutants-{self.series}",
                env={"SERIES": self.series, "ARGS": "", "RESTAPI_TEMPLATE": template},
                cwd=self.checkout,
            )
        return Results(report)


@contextmanager
def _applied(checkout: Path, mutant: Mutant) -> Iterator[None]:
    files = {checkout / edit.file for edit in mutant.edits}
    kept = {path: path.read_bytes() for path in files}
    try:
        for edit in mutant.edits:
            path = checkout / edit.file
            path.write_text(edit.apply(path.read_text()))
        yield
    finally:
        for path, content in kept.items():
            path.write_bytes(content)
