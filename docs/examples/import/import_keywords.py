"""Creates a tag for each line of keywords.txt."""

import hashlib
from pathlib import Path

import requests
from odoo_client import Odoo

SIZE = 1000
ATTEMPTS = 5

odoo = Odoo()
source = Path("keywords.txt").read_bytes()
names = source.decode().splitlines()
run = hashlib.sha256(source).hexdigest()[:32]  # the same file is imported once


def create(number, rows):
    """Creates these rows once, however often it is called within a day; says whether they are new."""
    for attempt in range(ATTEMPTS):
        try:
            answer = odoo.request(
                "POST",
                "/object/res.partner.category",
                json={"vals": rows, "fields": ["id"]},
                headers={"Idempotency-Key": f"{run}-{number}"},
            )
        except requests.ConnectionError:  # nobody knows whether they were created: send them again
            if attempt == ATTEMPTS - 1:
                raise
        else:
            return "Idempotency-Replayed" not in answer.headers


created = 0
for number, start in enumerate(range(0, len(names), SIZE)):
    rows = [{"name": name} for name in names[start : start + SIZE]]
    created += len(rows) if create(number, rows) else 0
print(f"{len(names)} lines, {created} new")
