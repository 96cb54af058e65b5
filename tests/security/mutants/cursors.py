"""Protections of cursors on lists: the seal, and what a cursor is bound to."""

from tests.security.mutants.edits import Call, Item
from tests.security.mutants.model import Mutant

REFUSALS = "object/test_cursor_refusals.py::test_"
FILE = "restapi/rest/read/page_cursors.py"

MUTANTS: tuple[Mutant, ...] = (
    *(
        Mutant(
            "cursors",
            f"the {name} that a cursor is bound to",
            (Item(FILE, "binding", name, '""'),),
            (f"{REFUSALS}another_{name}",),
        )
        for name in ("database", "user", "model", "domain", "order", "context")
    ),
    Mutant(
        "cursors",
        "the seal",
        (
            Call(
                FILE,
                "make",
                "seal",
                '"0" * 12 + "." + base64.urlsafe_b64encode({1}.encode()).decode()',
            ),
            Call(
                FILE,
                "_content",
                "unseal",
                'base64.urlsafe_b64decode({1}.rpartition(".")[2]).decode()',
            ),
        ),
        (REFUSALS + "changed_cursors", REFUSALS + "a_cursor_says_nothing"),
    ),
    Mutant(
        "cursors",
        "the fields that a caller may read, in the list of those that can be sorted by",
        (
            Call(
                "restapi/rest/read/keyset.py",
                "_refused",
                "accessible_fields",
                "list(model._fields)",
            ),
        ),
        (REFUSALS + "a_field_that_the_caller_may_not_read",),
        series=("19.0",),  # elsewhere the field is beyond the names that fit into the message
    ),
)
