"""Reads a list in pages, each of which takes the same time. A run that was stopped goes on where it was."""

import pathlib

from odoo_client import Odoo

place = pathlib.Path("countries.cursor")  # the cursor of the next page
query = {
    "domain": "[('code','in',['AQ','BE','DE','FR','TW'])]",
    "fields": "name,code",
    "order": "code desc",
    "limit": 2,  # in practice 1000 or more
}
odoo = Odoo()
cursor = place.read_text() if place.exists() else ""
while cursor is not None:
    answer = odoo.request("GET", "/object/res.country", params={**query, "cursor": cursor})
    (countries,) = answer.json().values()
    print([country["code"] for country in countries])  # store them here
    cursor = answer.headers.get("X-Next-Cursor")
    new = place.with_suffix(".new")
    new.write_text(cursor or "")
    new.replace(place)  # in one step, so that a run that is stopped here leaves a whole cursor
