"""The table of names: which series have the names of Odoo that the addon uses.

`python3 -m tests.names.table` updates it from the sources that are available, found as by `make test`
(`ODOO_PATH_17_0=…`), and keeps the columns of other series. The column for 20.0 was written by hand:
`20.0` where its sources, or addons that run on it, show the name, and `20.0?` where no source shows
whether it exists.
"""

import json
from collections.abc import Iterator

from dev import names, paths
from dev.odoo import Odoo, available
from tests.names import uses

PATH = paths.ROOT / "tests" / "names" / "odoo_names.json"
# Classes and models whose attributes are looked up: Odoo's own classes, and models that the addon uses.
CLASSES = (*sorted(set(names.OWNERS.values()) - {"ir.qweb"}), "Field")
MODELS = (
    *("ir.access", "ir.actions.actions", "ir.actions.report", "ir.attachment", "ir.autovacuum"),
    *("ir.config_parameter", "ir.http", "ir.model.access", "ir.model.data", "ir.module.module"),
    *("ir.qweb", "ir.qweb.field.datetime", "ir.rule", "ir.ui.view", "res.groups", "res.lang"),
    *("res.partner", "res.users", "res.users.apikeys"),
)
# Attributes that in these files belong to other objects: Python's, or the addon's own.
NOT_ODOOS = {
    **dict.fromkeys(
        ("args", "create_date", "get", "join", "limit", "path", "scope", "set", "user_id"), ""
    ),
    "_field": "rest/response/formats.py",
    "_generate": "models/restapi_signing_key.py",
    "_read": "rest/openapi/schemas.py",
    "_render": "rest/report/documents.py",
    "_selection": "rest/openapi/schemas.py",
    "cookies": "controllers/pages.py",
    "content_disposition": "compat/server.py",  # a module's, see `_home` there
    "debug": "rest/report/proxy.py",
    "endpoint": "oauth/rfc6749.py",
    "module": "rest/external_ids.py",
    "field": "rest/",
    "flush": "rest/response/compression.py",
    "logout": "compat/pages.py",  # a controller's
    "record": "rest/",
    "relation": "rest/openapi/",
    "request": "rest/report/proxy.py",
    "union": "rest/",
    "function": "",
    "next": "",
    "_lock": "models/restapi_followed.py",
    "model_id": "models/restapi_",
    "res_id": "",
    "is_new": "webhooks/",
    "url": "",
    "email": "models/restapi_webhook_form.py",
    "value": "rest/read/grouping.py",
}


def read() -> dict[str, list[str]]:
    """The series that have each name."""
    table: dict[str, str] = json.loads(PATH.read_text())
    return {row: series.split() for row, series in table.items()}


def used() -> set[str]:
    """The names of modules and models that the addon uses, and `.attributes` of any object."""
    return {use.name for use in uses.of_addon() if not is_others(use)}


def is_others(use: uses.Use) -> bool:
    """Whether a name belongs to the addon itself, or to something that is not Odoo's."""
    place = NOT_ODOOS.get(use.name.lstrip("."))
    is_in_place = place is not None and use.place.startswith(f"restapi/{place}")
    return is_in_place or use.name.startswith("model restapi.")


def rows(used_names: set[str], sources: names.Sources) -> Iterator[str]:
    """The rows of the table for those of the names that a series has."""
    for name in used_names:
        if not name.startswith("."):
            if sources.has(name):
                yield name
        else:
            owners = CLASSES if sources.has(f"BaseModel{name}") else (*CLASSES, *MODELS)
            yield from (f"{one}{name}" for one in owners if sources.has(f"{one}{name}"))


def make() -> None:
    used_names = used()
    old = read() if PATH.exists() else {}
    table = {name: [] for name in used_names if not name.startswith(".")}
    known = available()
    for row, series in old.items():
        if row in table or f".{row.rpartition('.')[2]}" in used_names:
            table[row] = [one for one in series if one.rstrip("?") not in known]
    for series in known:
        for row in rows(used_names, names.Sources(Odoo(series).source / "odoo")):
            table.setdefault(row, []).append(series)
    lines = {row: " ".join(sorted(series)) for row, series in sorted(table.items())}
    PATH.write_text(json.dumps(lines, indent=2) + "\n")


if __name__ == "__main__":
    make()
