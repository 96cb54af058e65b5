"""Edits of calls and other expressions."""

import ast
from collections.abc import Sequence
from dataclasses import dataclass

from tests.security.mutants.edits import places
from tests.security.mutants.edits.base import Structural


@dataclass(frozen=True)
class WithoutOperand(Structural):
    """Removes the operand about something from its `and` or `or`."""

    about: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        found = self._one(
            [
                node
                for node in places.parts(scope)
                if isinstance(node, ast.BoolOp) and self._places(node.values)
                if not any(map(self._is_about_it, places.below(node)))  # the innermost
            ]
        )
        assert isinstance(found, ast.BoolOp)
        (place,) = self._places(found.values)
        kept = found.values[:place] + found.values[place + 1 :]
        return found, ast.unparse(ast.BoolOp(found.op, kept) if kept[1:] else kept[0])

    def _is_about_it(self, node: ast.AST) -> bool:
        return isinstance(node, ast.BoolOp) and places.is_about(node, self.about)

    def _places(self, operands: Sequence[ast.expr]) -> list[int]:
        return [
            index for index, operand in enumerate(operands) if places.is_about(operand, self.about)
        ]


@dataclass(frozen=True)
class Call(Structural):
    """Replaces the call to `callee` by another expression.

    :param becomes: {call}: the whole call, {receiver}: the object that the method is called on, {arguments}:
        all arguments, {0}: the first
    """

    callee: str
    becomes: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        found = self._call_to(self.callee, scope)
        known = {**places.arguments(found, self.callee), "call": ast.unparse(found)}
        known["arguments"] = ", ".join(map(ast.unparse, [*found.args, *found.keywords]))
        if isinstance(found.func, ast.Attribute):
            known["receiver"] = ast.unparse(found.func.value)
        return found, places.filled(self.becomes, known)


@dataclass(frozen=True)
class Argument(Structural):
    """Replaces an argument of the call to `callee`, by its position or name, or adds one."""

    callee: str
    argument: int | str
    becomes: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        found = self._call_to(self.callee, scope)
        value = ast.parse(self.becomes, mode="eval").body
        if isinstance(self.argument, int):
            found.args[self.argument : self.argument + 1] = [value]
        else:
            named = [one.arg for one in found.keywords]
            place = named.index(self.argument) if self.argument in named else len(named)
            found.keywords[place : place + 1] = [ast.keyword(self.argument, value)]
        return found, ast.unparse(found)


@dataclass(frozen=True)
class WithoutArgument(Structural):
    """Removes a named argument of the call to `callee`."""

    callee: str
    argument: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        found = self._call_to(self.callee, scope)
        (place,) = [index for index, one in enumerate(found.keywords) if one.arg == self.argument]
        del found.keywords[place]
        return found, ast.unparse(found)


@dataclass(frozen=True)
class Instead(Structural):
    """Replaces a name, number or text that is a value by another expression."""

    name: str
    becomes: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        named = [node for node in places.parts(scope) if places.names(node, self.name)]
        return self._one(named), self.becomes
