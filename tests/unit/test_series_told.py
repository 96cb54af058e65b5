"""What is told of the series is what the harness and the workflow run."""

import re

import pytest

from dev import paths
from dev.series import RECIPES, SERIES

README = (paths.ROOT / "README.md").read_text()
WORKFLOW = (paths.ROOT / ".github" / "workflows" / "series.yml").read_text()
TOLD = dict(re.findall(r"^\| (\d\d\.0) \| (.+) \|$", README, re.M))


def test_the_readme_has_each_series_once():
    assert sorted(TOLD) == sorted(SERIES)
    assert len(re.findall(r"^\| \d\d\.0 \|", README, re.M)) == len(SERIES)


@pytest.mark.parametrize("number", SERIES)
def test_the_readme_says_how_it_is_tested(number):
    """At each change what .ci/run gets, which is what Debian's archive carries."""
    at_each_change = bool(RECIPES[number].packages)
    assert (TOLD[number] == "at each change") == at_each_change
    if RECIPES[number].is_tested:
        assert TOLD[number] in ("at each change", "before each release")
    else:
        assert TOLD[number].startswith("not yet")


def test_the_workflow_has_a_job_for_each():
    (matrix,) = re.findall(r"series: \[(.+)\]", WORKFLOW)
    assert sorted(re.findall(r'"([\d.]+)"', matrix)) == sorted(SERIES)
    assert "make test SERIES=$series" in WORKFLOW
    assert "schedule:" in WORKFLOW
    assert "workflow_dispatch:" in WORKFLOW


def test_ci_runs_those_of_debian():
    script = (paths.ROOT / ".ci" / "run").read_text()
    assert "exec make test\n" in script
    assert "SERIES" not in script


@pytest.mark.parametrize("number", SERIES)
def test_the_workflow_has_a_python_for_it(number):
    """Debian 12's own, Debian 11's, or one of those that are installed."""
    (extra,) = re.findall(r"for version in ([\d. ]+);", WORKFLOW)
    assert {"3.11", "3.9", *extra.split()} & set(RECIPES[number].pythons)
