"""Edits of constants, fields and collections."""

import ast
from dataclasses import dataclass
from typing import ClassVar

from tests.security.mutants.edits import places
from tests.security.mutants.edits.base import Structural


@dataclass(frozen=True)
class Value(Structural):
    """Gives a constant of a module or a class another value."""

    becomes: str

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        assert isinstance(scope, places.ASSIGNMENTS)
        assert scope.value is not None
        return scope.value, self.becomes


@dataclass(frozen=True)
class WithoutConstant(Structural):
    """Removes a constant, or a field of a model."""

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        return scope, ""


@dataclass(frozen=True)
class Item(Structural):
    """Replaces the item about something in the outermost list, tuple, set or mapping; in a mapping, it
    replaces the value."""

    about: str
    becomes: str
    is_kept: ClassVar[bool] = True

    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        found = self._one([node for node in places.displays(scope) if self._places(node)])
        (place,) = self._places(found)
        items = [ast.parse(self.becomes, mode="eval").body] if self.is_kept else []
        if isinstance(found, ast.Dict):
            found.values[place : place + 1] = items
            found.keys[place : place + 1] = found.keys[place : place + 1][: len(items)]
        else:
            assert isinstance(found, (ast.List, ast.Tuple, ast.Set))
            found.elts[place : place + 1] = items
        return found, ast.unparse(found)

    def _places(self, node: ast.AST) -> list[int]:
        if isinstance(node, ast.Dict):
            texts = [key.value if isinstance(key, ast.Constant) else None for key in node.keys]
            return [index for index, text in enumerate(texts) if text == self.about]
        items = node.elts if isinstance(node, (ast.List, ast.Tuple, ast.Set)) else []
        return [index for index, item in enumerate(items) if places.is_about(item, self.about)]


@dataclass(frozen=True)
class WithoutItem(Item):
    """Removes the item."""

    becomes: str = ""
    is_kept: ClassVar[bool] = False
