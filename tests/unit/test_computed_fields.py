"""No field of the addon is computed as the superuser, whatever a series does by itself."""

import ast

import pytest

from dev import paths

MODELS = sorted((paths.ADDON / "models").glob("*.py"))


def keywords(source):
    """Of each call that makes a computed field."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found = {one.arg: one.value for one in node.keywords}
            if "compute" in found and not {"store", "inverse_name"} & set(found):
                yield node.lineno, found


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_whoever_asks_computes_with_their_own_rights(path):
    """Seen to fail without `compute_sudo=False`: 13.0 takes `True` for said, and told employees the
    secrets of applications by `mapped`."""
    for line, found in keywords(path.read_text()):
        sudo = found.get("compute_sudo")
        assert isinstance(sudo, ast.Constant), f"{path.name}:{line}"
        assert sudo.value is False, f"{path.name}:{line}"


def test_there_are_such_fields():
    assert sum(len(list(keywords(path.read_text()))) for path in MODELS) > 15
