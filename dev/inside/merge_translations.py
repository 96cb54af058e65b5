"""Merges the exports of all series into i18n/restapi.pot, and updates the languages.

Odoo's Python, which has polib, runs it: merge_translations.py FOLDER EXPORT…
"""

import re
import sys
from pathlib import Path

import polib

HEADER = {
    "Project-Id-Version": "restapi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}

# Names of models that this addon doesn't define. Odoo translates them, and they depend on the series.
FOREIGN_MODELS = re.compile(r"model:ir\.model,name:restapi\.model_(?!restapi_)")


def template(exports: "list[str]") -> polib.POFile:
    """The terms of all series, with the comments and places of the first export that has them.

    Each place gets one term only, because 14.0 fails to load two for one field of a record.
    """
    merged = polib.POFile(wrapwidth=0)
    merged.metadata = dict(HEADER)
    taken = set()
    for export in exports:
        for entry in polib.pofile(export):
            places = [place for place in entry.occurrences if not FOREIGN_MODELS.match(place[0])]
            if merged.find(entry.msgid) or taken.issuperset(places):
                continue
            taken.update(place for place in places if place[0].startswith("model:"))
            entry.occurrences = places
            merged.append(entry)
    merged.sort(key=lambda entry: entry.msgid)
    return merged


def main(folder: str, exports: "list[str]") -> None:
    pot = template(exports)
    path = Path(folder) / "restapi.pot"
    pot.save(str(path))
    for language in sorted(Path(folder).glob("*.po")):
        po = polib.pofile(str(language), wrapwidth=0)
        po.merge(pot)
        for entry in po.obsolete_entries():
            po.remove(entry)
        po.sort(key=lambda entry: entry.msgid)
        po.save()
        missing = len(po.untranslated_entries()) + len(po.fuzzy_entries())
        print(f"{language.name}: {missing} of {len(po)} terms have no translation")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
