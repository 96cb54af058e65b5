"""No field of the addon is computed as superuser, whatever the default of the series."""

import ast

import pytest

from dev import paths

MODELS = sorted((paths.ADDON / "models").glob("*.py"))


def keywords(source):
    """Line and keyword arguments of each call that defines a computed, unstored, read-only field."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            found = {one.arg: one.value for one in node.keywords}
            if "compute" in found and not {"store", "inverse_name"} & set(found):
                yield node.lineno, found


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.name)
def test_fields_are_computed_with_the_callers_rights(path):
    """Seen to fail without `compute_sudo=False`: its default on 13.0 is `True`, and employees could
    read the secrets of applications with `mapped`."""
    for line, found in keywords(path.read_text()):
        sudo = found.get("compute_sudo")
        assert isinstance(sudo, ast.Constant), f"{path.name}:{line}"
        assert sudo.value is False, f"{path.name}:{line}"


def test_computed_fields_are_found():
    assert sum(len(list(keywords(path.read_text()))) for path in MODELS) > 15
