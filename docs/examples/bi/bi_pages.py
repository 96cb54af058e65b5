"""Reads all records in pages, of which each costs the same; a run that was stopped goes on where it was."""

import pathlib

from odoo_client import Odoo

place = pathlib.Path("countries.cursor")  # where the next page begins
query = {"fields": "code", "order": "code desc", "limit": 100}
odoo = Odoo()
cursor = place.read_text() if place.exists() else ""
while cursor is not None:
    answer = odoo.request(
        "GET",
        "/object/res.country",
        params={**query, "cursor": cursor},
        headers={"Prefer": "keys=model"},
    )
    records = answer.json()["res.country"]
    print(len(records), "records:", records[0]["code"], "to", records[-1]["code"])
    cursor = answer.headers.get("X-Next-Cursor")
    place.write_text(cursor or "")  # once the records are stored
