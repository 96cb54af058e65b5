"""The edits of mutants, tried on a sample and on the same sample renamed and reformatted."""

import ast

import pytest

from tests.security.mutants.edits import (
    AlwaysIf,
    Argument,
    Begin,
    Call,
    Edit,
    If,
    Instead,
    Item,
    NeverIf,
    Returns,
    Statement,
    Value,
    Without,
    WithoutArgument,
    WithoutConstant,
    WithoutItem,
    WithoutOperand,
)

FILE = "sample.py"
SAMPLE = '''
LIMIT = 20
RIGHTS = ("read", "write")

class Model:
    key = Field(size=3, groups=".")

    def find(self, text):
        """One row."""
        row = self.search([("hash", "=", digest(text)), ("active", "=", True)], limit=1)
        if not row or row.owner != self.user:
            raise Missing("No such row.")
        log(row)
        return row if len(text) < LIMIT else self.browse()
'''
REWRITTEN = '''
LIMIT = 20  # characters
RIGHTS = (
    "read",
    "write",
)

class Model:
    key = Field(
        size=3,
        groups=".",  # nobody
    )

    def find(self, text):
        """One row, if there is one."""
        # the hash has an index
        found = self.search(
            [("hash", "=", digest(text)), ("active", "=", True)], limit=1
        )
        if (
            not found  # é
            or found.owner != self.user
        ):
            raise Missing("There is nothing.")
        log(found)
        return found if len(text) < LIMIT else self.browse()
'''
EDITS = [
    (Without(FILE, "Model.find", "log"), "log(row)", "pass"),
    (
        Statement(FILE, "Model.find", "log", "{statement}\n{0}.used()"),
        "log(row)",
        "log(row); row.used()",
    ),
    (
        Statement(FILE, "Model.find", "search", "{target} = self"),
        'row = self.search([("hash", "=", digest(text)), ("active", "=", True)], limit=1)',
        "row = self",
    ),
    (Begin(FILE, "Model.find", "return text"), '"""One row."""', '"""One row."""; return text'),
    (
        Returns(FILE, "Model.find", "text", "browse"),
        "row if len(text) < LIMIT else self.browse()",
        "text",
    ),
    (NeverIf(FILE, "Model.find", "owner"), "not row or row.owner != self.user", "False"),
    (AlwaysIf(FILE, "Model.find", "LIMIT"), "len(text) < LIMIT", "True"),
    (If(FILE, "Model.find", "len", "{0} and {left}"), "len(text) < LIMIT", "text and len(text)"),
    (WithoutOperand(FILE, "Model.find", "owner"), "not row or row.owner != self.user", "not row"),
    (Call(FILE, "Model.find", "browse", "{receiver}"), "self.browse()", "self"),
    (Call(FILE, "Model.find", "digest", "f({arguments})"), "digest(text)", "f(text)"),
    (Call(FILE, "Model.find", "digest", "{call} or 1"), "digest(text)", "(digest(text) or 1)"),
    (Argument(FILE, "Model.find", "digest", 0, "b"), "digest(text)", "digest(b)"),
    (Argument(FILE, "Model.find", "digest", 1, "b"), "digest(text)", "digest(text, b)"),
    (Argument(FILE, "Model.find", "search", "limit", "2"), "limit=1", "limit=2"),
    (Argument(FILE, "Model.find", "digest", "salt", "b"), "digest(text)", "digest(text, salt=b)"),
    (WithoutArgument(FILE, "Model.key", "Field", "groups"), ', groups="."', ""),
    (Instead(FILE, "Model.find", "LIMIT", "9"), "< LIMIT", "< 9"),
    (Value(FILE, "LIMIT", "10 * 2"), "LIMIT = 20", "LIMIT = 10 * 2"),
    (WithoutConstant(FILE, "Model.key"), 'key = Field(size=3, groups=".")', "pass"),
    (Item(FILE, "RIGHTS", "read", "None"), '("read", ', "(None, "),
    (WithoutItem(FILE, "RIGHTS", "read"), '("read", "write")', '("write",)'),
    (WithoutItem(FILE, "Model.find", "active"), ', ("active", "=", True)', ""),
]


def shape(source):
    """The syntax tree without messages, and with the variable names of the first sample."""
    tree = ast.parse(source.replace("found", "row"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and str(node.value).startswith(
            ("One", "There", "No such")
        ):
            node.value = "…"
    return ast.dump(tree)


@pytest.mark.parametrize(("edit", "text", "instead"), EDITS, ids=lambda one: type(one).__name__)
def test_both_samples_get_the_same_change(edit, text, instead):
    assert shape(edit.apply(SAMPLE)) == shape(Edit(FILE, text, instead).apply(SAMPLE))
    assert shape(edit.apply(REWRITTEN)) == shape(edit.apply(SAMPLE))


def test_returns_replaces_the_whole_body():
    changed = ast.parse(Returns(FILE, "Model.find", "text").apply(REWRITTEN)).body[-1].body[-1]
    assert ast.get_docstring(changed) == "One row, if there is one."
    assert ast.unparse(changed).count("\n    return text") == 1
    assert {type(node) for node in changed.body[1:]} <= {ast.Return, ast.Pass}


@pytest.mark.parametrize(
    ("edit", "count"),
    [
        (Without(FILE, "Model.find", "search_all"), 0),
        (Without(FILE, "Model.find", "self"), 2),
        (Without(FILE, "find", "log"), 0),
        (NeverIf(FILE, "Model.find", "log"), 0),
        (Instead(FILE, "Model.find", "text", "None"), 2),
        (Edit(FILE, "text", "None"), 3),
        (Edit(FILE, "texts", "None"), 0),
    ],
    ids=str,
)
def test_edit_must_match_exactly_once(edit, count):
    with pytest.raises(ValueError, match=f"holds this {count} times, not once"):
        edit.apply(SAMPLE)


def test_nested_function_is_a_separate_place():
    source = "def outer():\n    def inner():\n        log(1)\n    log(2)\n    return inner\n"
    assert "log(1)" in Without(FILE, "outer", "log").apply(source)
    assert "log(2)" in Without(FILE, "outer.inner", "log").apply(source)
