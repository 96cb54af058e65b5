"""How a mutant changes a file: by structure or, where that is impossible, by exact text.

All edits but `Edit` find their place in the syntax tree: in the function, class or constant `where`, at the
one part that is `about` something. Name what is not local: a function, an attribute, a constant, a text that
is a value. Then variables, messages, comments and line breaks may change. The code that an edit inserts may
use parameters and, in braces, parts of what it replaces; other variables it can't name.
"""

from tests.security.mutants.edits.base import Edit, Structural
from tests.security.mutants.edits.constants import Item, Value, WithoutConstant, WithoutItem
from tests.security.mutants.edits.expressions import (
    Argument,
    Call,
    Instead,
    WithoutArgument,
    WithoutOperand,
)
from tests.security.mutants.edits.statements import (
    AlwaysIf,
    Begin,
    If,
    NeverIf,
    Returns,
    Statement,
    Without,
)

__all__ = [
    "AlwaysIf",
    "Argument",
    "Begin",
    "Call",
    "Edit",
    "If",
    "Instead",
    "Item",
    "NeverIf",
    "Returns",
    "Statement",
    "Structural",
    "Value",
    "Without",
    "WithoutArgument",
    "WithoutConstant",
    "WithoutItem",
    "WithoutOperand",
]
