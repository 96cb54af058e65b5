"""Tests check for features by name instead of comparing series."""

import ast
import re

import pytest

from dev import paths
from dev.series import SERIES
from tests.harness import features

TESTS = [
    path
    for folder in ("tests", "bench")
    for path in sorted((paths.ROOT / folder).rglob("*.py"))
    if "unit" not in path.parts
]
NUMBER = re.compile(r"\d\d\.0")
# Mutants name their series, see tests/security/mutants/model.py.
NAMES_SERIES = re.compile(r"tests/(harness/features|security/mutants/)")


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name)
def test_no_test_compares_series(path):
    name = str(path.relative_to(paths.ROOT))
    if NAMES_SERIES.match(name):
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            texts = [side.value for side in sides if isinstance(side, ast.Constant)]
            assert not any(NUMBER.fullmatch(str(text)) for text in texts), f"{name}:{node.lineno}"


def test_every_feature_is_used():
    asked = "".join(path.read_text() for path in TESTS if path.name != "features.py")
    for feature in {**features.SINCE, **features.UNTIL, **features.ONLY}:
        assert f'"{feature}"' in asked, feature


def test_every_feature_differs_between_series():
    names = [*features.SINCE, *features.UNTIL, *features.ONLY]
    assert len(names) == len(set(names))
    for feature in {**features.SINCE, **features.UNTIL, **features.ONLY}:
        assert len({features.has(series, feature) for series in SERIES}) == 2, feature


def test_unknown_features_and_series_raise():
    with pytest.raises(LookupError):
        features.has("19.0", "flying")
    with pytest.raises(LookupError):
        features.has("9.0", "websockets")
