"""pre-commit uses the same versions of the linters as `make unit`."""

import re

from dev import paths
from dev.test import CHECKS

CONFIG = (paths.ROOT / ".pre-commit-config.yaml").read_text()
PIN = re.compile(r"([\w.-]+)==([\w.]+)")


def test_versions_match_the_tools():
    pinned = dict(PIN.findall((paths.REQUIREMENTS / "tools.txt").read_text()))
    chosen = PIN.findall(CONFIG)
    assert {name for name, _ in chosen} >= {"ruff", "mypy", "pylint-odoo"}
    assert [(name, pinned.get(name)) for name, _ in chosen] == chosen


def test_hooks_are_the_linters_of_make_unit():
    entries = re.findall(r"^ +entry: (.+)$", CONFIG, re.M)
    # pre-commit adds the files to the commands of ruff
    commands = [" ".join([name, *more]).removesuffix(" .") for name, more in CHECKS.items()]
    assert entries == commands
