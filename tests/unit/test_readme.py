"""The README and the changelog match the last benchmark and the manifest."""

import json
import re

from dev import package, paths

README = (paths.ROOT / "README.md").read_text()
FIGURES = paths.ROOT / "docs" / "explanation" / "performance" / "19.0.json"
ROWS = [
    "read 1 × 5 fields",
    "search_read 2,000 × 5",
    "nested read, 80 × 2 relations",
    "export 20,000 × 5, JSON",
    "create 1",
]
SIDES = ["restapi", "JSON-2", "JSON-RPC", "XML-RPC"]


def table():
    """The table of the README, as Markdown."""
    measured = json.loads(FIGURES.read_text())["rows"]
    lines = [f"| | {' | '.join(SIDES)} |", f"|---|{'---:|' * len(SIDES)}"]
    for row in ROWS:
        medians = [measured[row][side]["median_ms"] for side in SIDES]
        lines.append(f"| {row} | {' | '.join(f'{median:.1f}' for median in medians)} |")
    return "\n".join(lines)


def test_figures_match_the_last_benchmark():
    assert table() in README


def test_pictures_exist():
    pictures = re.findall(r'<img src="([^"]+)"', README)
    assert len(pictures) == 3
    assert all((paths.ROOT / picture).is_file() for picture in pictures)


def test_changelog_has_the_version_of_the_manifest():
    changelog = (paths.ROOT / "CHANGELOG.md").read_text()
    released = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", changelog, re.M)
    assert released[0] == package.version()
