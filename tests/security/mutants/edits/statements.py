"""Edits of statements and their conditions."""

import ast
from dataclasses import dataclass

from tests.security.mutants.edits import places
from tests.security.mutants.edits.base import Structural


@dataclass(frozen=True)
class Without(Structural):
    """Removes the statement about something, mostly a call."""

    about: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        return self._statement(scope), ""

    def _statement(self, scope: ast.AST) -> ast.AST:
        nodes = places.parts(scope)
        simple = [
            node for node in nodes if isinstance(node, ast.stmt) and not hasattr(node, "body")
        ]
        return self._one([node for node in simple if places.is_about(node, self.about)])


@dataclass(frozen=True)
class Statement(Without):
    """Replaces the statement about something.

    :param code: {statement}: the original statement, {target}: what it assigns to, {0}: the first argument
        of the call to `about`
    """

    code: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        found = self._statement(scope)
        known = {"statement": ast.unparse(found), **places.arguments(found, self.about)}
        if isinstance(found, ast.Assign):
            known["target"] = ast.unparse(found.targets[0])
        return found, places.filled(self.code, known)


@dataclass(frozen=True)
class Begin(Structural):
    """Inserts code at the beginning of a function."""

    code: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        first = places.body(scope)[0]
        return first, f"{self.code}\n{ast.unparse(first)}"


@dataclass(frozen=True)
class Returns(Structural):
    """Makes a function return `expression`: at once, or in its `return` about something."""

    expression: str
    about: str = ""

    def apply(self, source: str) -> str:
        if self.about:
            return super().apply(source)
        body = places.body(self._one(list(places.scopes(ast.parse(source), self.where))))
        for statement in body[:0:-1]:
            source = places.splice(source, statement, "")
        return places.splice(source, body[0], f"return {self.expression}")

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        returns = [node for node in places.parts(scope) if isinstance(node, ast.Return)]
        found = self._one([node for node in returns if places.is_about(node, self.about)])
        return found, f"return {self.expression}"


@dataclass(frozen=True)
class If(Structural):
    """Replaces the condition about something of an `if` or `while`, or else of a conditional expression.

    :param becomes: {left}: the left side of the comparison, {0}: the first argument of the call to `about`
    """

    about: str
    becomes: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        tests = self._tests(scope, ast.If, ast.While) or self._tests(scope, ast.IfExp)
        test = self._one(tests)
        known = places.arguments(test, self.about)
        if isinstance(test, ast.Compare):
            known["left"] = ast.unparse(test.left)
        return test, places.filled(self.becomes, known)

    def _tests(self, scope: ast.AST, *kinds: type[ast.AST]) -> list[ast.AST]:
        tests = [node.test for node in places.parts(scope) if isinstance(node, kinds)]  # type: ignore[attr-defined]
        return [test for test in tests if places.is_about(test, self.about)]


@dataclass(frozen=True)
class NeverIf(If):
    """Makes the condition about something false."""

    becomes: str = "False"


@dataclass(frozen=True)
class AlwaysIf(If):
    """Makes the condition about something true."""

    becomes: str = "True"
