"""pre-commit uses the same versions of the linters as `make unit`."""

import re

from dev import paths

PIN = re.compile(r"([\w.-]+)==([\w.]+)")


def test_versions_match_the_tools():
    pinned = dict(PIN.findall((paths.REQUIREMENTS / "tools.txt").read_text()))
    chosen = PIN.findall((paths.ROOT / ".pre-commit-config.yaml").read_text())
    assert {name for name, _ in chosen} >= {"ruff", "mypy"}
    assert [(name, pinned.get(name)) for name, _ in chosen] == chosen
