"""How a mutant changes a file: by structure or, where that is impossible, by exact text.

All edits except `Edit` find their place in the syntax tree: within the function, class or constant `where`,
at the only part that is `about` something. Identify that part by a name that is not local: a function, an
attribute, a constant, or a text that is a value. Then variables, messages, comments and line breaks may
change. Inserted code may use parameters and, in braces, parts of the code it replaces, but no other
variables.
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
