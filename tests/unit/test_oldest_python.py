"""The addon's code runs on Python 3.7, which Odoo 12.0 and 13.0 need."""

import ast
from pathlib import Path

import pytest

ADDON = Path(__file__).parents[2] / "restapi"
FILES = sorted(ADDON.rglob("*.py"))
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)

# Names that are newer than 3.7 and could be useful here.
LATER_METHODS = {"removeprefix", "removesuffix", "bit_count", "add_note"}
LATER_NAMES = {
    "asyncio": {"to_thread"},
    "datetime": {"UTC"},
    "functools": {"cache", "cached_property", "singledispatchmethod"},
    "hashlib": {"file_digest"},
    "itertools": {"batched", "pairwise"},
    "math": {"prod", "dist", "comb", "perm", "isqrt", "lcm"},
    "random": {"randbytes"},
    "shlex": {"join"},
    "typing": {"Annotated", "Final", "Literal", "Protocol", "Self", "TypedDict", "TypeAlias"},
}
LATER_MODULES = {"graphlib", "importlib.metadata", "importlib.resources", "tomllib", "zoneinfo"}


@pytest.fixture(scope="module", params=FILES, ids=lambda path: str(path.relative_to(ADDON)))
def nodes(request):
    """All nodes of a file, parsed with the syntax of Python 3.7."""
    path = request.param
    return list(ast.walk(ast.parse(path.read_text(), str(path), feature_version=(3, 7))))


def imported(nodes):
    """Modules and names that a file imports or reads from a module."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module, None
            yield from ((node.module, alias.name) for alias in node.names)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            yield node.value.id, node.attr


def test_no_later_names_are_used(nodes):
    attributes = {node.attr for node in nodes if isinstance(node, ast.Attribute)}
    assert not attributes & LATER_METHODS
    for module, name in imported(nodes):
        assert module not in LATER_MODULES
        assert name not in LATER_NAMES.get(module, ())


def test_annotations_can_be_evaluated_by_3_7(nodes):
    """On 3.7, ``list[int]`` and ``int | None`` fail when the function is defined."""
    functions = [node for node in nodes if isinstance(node, FUNCTIONS)]
    arguments = [node for node in nodes if isinstance(node, ast.arg)]
    variables = [node for node in nodes if isinstance(node, ast.AnnAssign)]
    annotations = [node.returns for node in functions]
    annotations += [node.annotation for node in arguments + variables]
    for annotation in filter(None, annotations):
        for part in ast.walk(annotation):
            assert not isinstance(part, ast.BinOp), ast.unparse(annotation)
            if isinstance(part, ast.Subscript) and isinstance(part.value, ast.Name):
                assert not part.value.id.islower(), ast.unparse(annotation)


def test_endpoints_of_routes_have_no_annotations(nodes):
    """12.0 inspects their arguments with ``inspect.getargspec``, which refuses annotations."""
    for node in nodes:
        decorators = [ast.unparse(one) for one in getattr(node, "decorator_list", ())]
        if any(one.startswith("http.route(") for one in decorators):
            assert decorators[-1] == "without_annotations"
