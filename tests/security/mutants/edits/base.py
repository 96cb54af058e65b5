"""The base of all edits of mutants."""

import abc
import ast
from collections.abc import Sequence
from dataclasses import dataclass

from tests.security.mutants.edits import places


@dataclass(frozen=True)
class Edit:
    """Replaces `text`, which occurs once in `file`, by `instead`. For SQL, patterns, XML and the like."""

    file: str
    text: str
    instead: str

    def apply(self, source: str) -> str:
        if source.count(self.text) != 1:
            found = source.count(self.text)
            raise ValueError(f"{self.file} holds this {found} times, not once:\n{self.text}")
        return source.replace(self.text, self.instead)


@dataclass(frozen=True)
class Structural(abc.ABC):
    """
    :param where: a function, class or constant: `function`, `Class.method`, `outer.inner`, `Class.FIELD`;
        "" is the module. Definitions inside it don't belong to it
    """

    file: str
    where: str

    def apply(self, source: str) -> str:
        scope = self._one(list(places.scopes(ast.parse(source), self.where)))
        node, text = self._change(scope)
        return places.splice(source, node, text)

    @abc.abstractmethod
    def _change(self, scope: ast.AST) -> tuple[ast.AST, str]:
        """The part to replace and its replacement; an empty text removes the statement."""

    def _one(self, found: Sequence[ast.AST]) -> ast.AST:
        if len(found) != 1:
            raise ValueError(f"{self.file} holds this {len(found)} times, not once: {self}")
        return found[0]

    def _call_to(self, callee: str, scope: ast.AST) -> ast.Call:
        found = self._one(places.calls(places.parts(scope), callee))
        assert isinstance(found, ast.Call)
        return found
