"""Names of schemas and operations, from which code generators derive names of classes and functions.

The name of a model's schema depends on all models of the database, not on those in the document, so
that two documents of one database agree.
"""

import functools
import re
from typing import Dict, Iterable, List, Set, Tuple

_SEPARATORS = re.compile(r"[^A-Za-z0-9]+")


def pascal_case(name: str) -> str:
    """``ResPartner`` for ``res.partner``; ASCII letters and digits only."""
    words = [word for word in _SEPARATORS.split(name) if word]
    return "".join(word[:1].upper() + word[1:] for word in words)


def camel_case(name: str) -> str:
    """``readOne`` for ``read_one``."""
    text = pascal_case(name)
    return text[:1].lower() + text[1:]


def unique(name: str, used: Set[str]) -> str:
    """The name, with a number if it is used already, in any case; it is added to ``used``.

    Case doesn't distinguish names, since generators write files named after them.
    """
    candidate, number = name, 1
    while candidate.lower() in used:
        number += 1
        candidate = "%s%d" % (name, number)
    used.add(candidate.lower())
    return candidate


# What is appended to the name of a model for its further schemas.
SUFFIXES = (
    *("", "Values", "Changes", "IdsOrChanges"),
    *("Ids", "Record", "Records", "Relation", "Relations"),
)
# The schemas that all documents have, in lower case.
SHARED = (
    *("access", "count", "document", "fields", "groups", "printed", "printedmany", "result"),
    "upserted",
    *("changes", "context", "many2one", "problem", "record", "values"),
    *("binary", "date", "datetime", "reference", "relation", "relations", "text"),
    *("idsorchanges", "optionalid"),
)


class Classes:
    """The names of the schemas of each model.

    :param models: the technical names of all models of the database
    """

    def __init__(self, models: Iterable[str]) -> None:
        self.by_model = _class_names(tuple(sorted(models)))

    def __getitem__(self, model: str) -> str:
        return self.by_model[model]

    def all_names(self) -> Set[str]:
        """All names of schemas, in lower case."""
        derived = {
            (name + suffix).lower() for name in self.by_model.values() for suffix in SUFFIXES
        }
        return derived.union(SHARED)

    def ref(self, model: str, suffix: str = "") -> Dict[str, str]:
        """A reference to one of the model's schemas."""
        return {"$ref": "#/components/schemas/%s%s" % (self.by_model[model], suffix)}


@functools.lru_cache(maxsize=16)
def _class_names(models: Tuple[str, ...]) -> Dict[str, str]:
    used: Set[str] = set(SHARED)
    names = {}
    for model in models:
        base = name = pascal_case(model) or "Model"
        number = 1
        while any((name + suffix).lower() in used for suffix in SUFFIXES):
            number += 1
            name = "%s%d" % (base, number)
        used.update((name + suffix).lower() for suffix in SUFFIXES)
        names[model] = name
    return names


def enum_names(values: Iterable[str]) -> List[str]:
    """An identifier for each choice of a selection, for ``x-enum-varnames``.

    Generators derive identifiers from the values by themselves, but ``Etc/GMT+1`` and ``Etc/GMT-1``
    give the same one.
    """
    used: Set[str] = set()
    return [unique(_enum_name(value), used) for value in values]


def _enum_name(value: str) -> str:
    text = _SEPARATORS.sub("_", value.replace("+", "_PLUS_")).strip("_").upper()
    if not text:
        return "EMPTY" if not value.strip() else "VALUE"
    return text if text[:1].isalpha() else "VALUE_" + text
