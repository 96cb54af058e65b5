"""Makes i18n/restapi.pot of what each Odoo exported, and brings the languages up to date with it.

Run by the Python of an Odoo, which has polib: merge_translations.py FOLDER EXPORT…
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

# Names of models that are not ours: Odoo translates them, and they differ from series to series.
OTHERS = re.compile(r"model:ir\.model,name:restapi\.model_(?!restapi_)")


def template(exports: "list[str]") -> polib.POFile:
    """The terms of all series; the first export's comments and places win.

    A place has one term: 14.0 does not load a language where a field of a record has two.
    """
    merged = polib.POFile(wrapwidth=0)
    merged.metadata = dict(HEADER)
    taken = set()
    for export in exports:
        for entry in polib.pofile(export):
            places = [place for place in entry.occurrences if not OTHERS.match(place[0])]
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
