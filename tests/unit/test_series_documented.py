"""README and workflows name the series that are tested."""

import re

import pytest

from dev import paths
from dev.series import RECIPES, SERIES

README = (paths.ROOT / "README.md").read_text()
WORKFLOW = (paths.ROOT / ".github" / "workflows" / "series.yml").read_text()
DOCUMENTED = dict(re.findall(r"^\| (\d\d\.0) \| (.+) \|$", README, re.M))


def test_readme_lists_each_series_once():
    assert sorted(DOCUMENTED) == sorted(SERIES)
    assert len(re.findall(r"^\| \d\d\.0 \|", README, re.M)) == len(SERIES)


@pytest.mark.parametrize("number", SERIES)
def test_readme_says_when_a_series_is_tested(number):
    """Series in Debian's archive are tested at each change, because .ci/run has no others."""
    at_each_change = bool(RECIPES[number].packages)
    assert (DOCUMENTED[number] == "at each change") == at_each_change
    if RECIPES[number].is_tested:
        assert DOCUMENTED[number] in ("at each change", "before each release")
    else:
        assert DOCUMENTED[number].startswith("not yet")


def test_workflow_has_a_job_for_each_series():
    (matrix,) = re.findall(r"series: \[(.+)\]", WORKFLOW)
    assert sorted(re.findall(r'"([\d.]+)"', matrix)) == sorted(SERIES)
    assert "make test SERIES=$series" in WORKFLOW
    assert "schedule:" in WORKFLOW
    assert "workflow_dispatch:" in WORKFLOW


def test_ci_runs_the_series_from_debian():
    script = (paths.ROOT / ".ci" / "run").read_text()
    assert "exec make test\n" in script
    assert "SERIES" not in script


@pytest.mark.parametrize("number", SERIES)
def test_workflow_has_a_python_for_each_series(number):
    """Debian 12's Python, Debian 11's, or one that the workflow installs."""
    (extra,) = re.findall(r"for version in ([\d. ]+);", WORKFLOW)
    assert {"3.11", "3.9", *extra.split()} & set(RECIPES[number].pythons)
