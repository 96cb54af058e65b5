"""Imports a shop's customers into Odoo: python3 synchronise.py customers.csv"""

import csv
import fcntl
import hashlib
import json
import sys
import time
from collections import Counter
from pathlib import Path

import requests
from odoo_client import Odoo, Problem

BATCH = 100
ATTEMPTS = 5
LIMIT = 120  # seconds, Odoo's limit_time_real: no request runs longer
COLUMNS = ["ref", "name", "email", "city", "country"]
FIELDS = ["ref", "name", "email", "city", "country_id", "active"]
PREFIX = "WEB-"  # all references of this shop begin with it, and no others
SENT = Path("synchronise.sent")  # exists while customers are being created, see `settle`


class Progress:
    """How many rows of exactly this file are done, stored in a file next to it."""

    def __init__(self, source):
        self.digest = hashlib.sha256(source.read_bytes()).hexdigest()
        self.file = source.with_suffix(".progress").open("a+")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SystemExit(f"{source}: another run is at work on it") from None

    def read(self):
        self.file.seek(0)
        digest, _, rows = self.file.read().partition(" ")
        return int(rows) if digest == self.digest else 0

    def write(self, rows):
        self.file.truncate(0)
        self.file.write(f"{self.digest} {rows}")
        self.file.flush()


def read(source, countries):
    """The rows of the file as Odoo's fields. A harmful file ends the run before anything is sent."""
    with source.open(newline="", encoding="utf-8-sig") as file:  # even with Excel's byte order mark
        reader = csv.DictReader(file)
        if reader.fieldnames != COLUMNS:
            raise SystemExit(f"{source}: the first line must be {','.join(COLUMNS)}")
        return [values(row, countries) for row in reader]


def values(row, countries):
    """An empty value is False in Odoo."""
    if not row["ref"].startswith(PREFIX):  # otherwise each run would create it again
        raise SystemExit(f"{row['ref']}: a reference must begin with {PREFIX}")
    if row["country"] and row["country"] not in countries:
        raise SystemExit(f"{row['ref']}: there is no country {row['country']}; codes are like GB")
    return {
        "ref": row["ref"],
        "name": row["name"] or False,
        "email": row["email"] or False,
        "city": row["city"] or False,
        "country_id": countries.get(row["country"], False),
        "active": True,  # a customer who comes back is unarchived
    }


def find(odoo, condition):
    """The shop's customers by their reference, archived ones included."""
    domain = [["parent_id", "=", False], ["ref", "=like", PREFIX + "%"], condition]
    query = {
        "domain": json.dumps(domain),
        "fields": json.dumps(FIELDS),
        "context": json.dumps({"active_test": False}),
    }
    found = {}
    for partner in odoo.records("GET", "/object/res.partner", params=query):
        if found.setdefault(partner["ref"], partner) is not partner:
            raise SystemExit(f"two customers have the reference {partner['ref']}: merge them")
    return found


def changes(partner, vals):
    """The values that differ. Odoo returns a many2one as [id, name]."""
    current = {k: v[0] if isinstance(v, list) else v for k, v in partner.items()}
    return {name: value for name, value in vals.items() if current[name] != value}


def settle():
    """Waits after a lost answer: Odoo may still be creating records that no lookup finds yet."""
    if SENT.exists():
        print(f"waiting for {LIMIT} s: a request may still be carried out", file=sys.stderr)
        time.sleep(LIMIT)
        SENT.unlink()


def create(odoo, rows):
    """Creates all rows in one request; if it is refused, each row in a request of its own."""
    SENT.touch()
    try:
        odoo.request("POST", "/object/res.partner", json={"vals": rows, "fields": ["id"]})
    except Problem as problem:
        if problem.status >= 500:  # not because of these rows; a proxy may have timed out
            raise
        SENT.unlink()
        if len(rows) == 1:
            return refused(rows[0], problem)
        return sum((create(odoo, [row]) for row in rows), Counter())
    SENT.unlink()
    return Counter(created=len(rows))


def write(odoo, partner, vals):
    changed = changes(partner, vals)
    if not changed:
        return Counter(unchanged=1)
    body = {"vals": changed, "fields": ["id"]}
    try:
        odoo.request("PUT", f"/object/res.partner/{partner['id']}", json=body)
    except Problem as problem:
        return refused(vals, problem)
    return Counter(changed=1)


def refused(vals, problem):
    if problem.status >= 500:  # not because of this row
        raise problem
    print(f"{vals['ref']}: {problem}", file=sys.stderr)
    return Counter(refused=1)


def synchronise(odoo, batch):
    """Looks up first and then writes, so a second run changes nothing."""
    settle()
    wanted = {vals["ref"]: vals for vals in batch}
    found = find(odoo, ["ref", "in", list(wanted)])
    new = [vals for ref, vals in wanted.items() if ref not in found]
    count = create(odoo, new) if new else Counter()
    for ref, partner in found.items():
        count += write(odoo, partner, wanted[ref])
    return count


def insist(work, *arguments):
    """Repeats the work if the connection broke, because it is unknown how much was done."""
    for attempt in range(ATTEMPTS):
        try:
            return work(*arguments)
        except requests.RequestException as error:
            print(f"again after {error}", file=sys.stderr)
            time.sleep(2**attempt)
    return work(*arguments)


def archive_others(odoo, refs):
    """Archives customers who left the shop. Deleting would fail for those with invoices."""
    gone = find(odoo, ["active", "=", True])
    ids = [partner["id"] for ref, partner in gone.items() if ref not in refs]
    if len(ids) > 10 + len(refs) // 10:
        raise SystemExit(f"{len(ids)} customers are missing in the file: is it complete?")
    if ids:
        body = {"ids": ids, "vals": {"active": False}, "fields": ["id"]}
        odoo.request("PUT", "/object/res.partner", json=body)
    return Counter(archived=len(ids))


def main(source):
    progress = Progress(source)
    odoo = Odoo()
    countries = odoo.records("GET", "/object/res.country", params={"fields": "code"})
    rows = read(source, {country["code"]: country["id"] for country in countries})
    total = Counter()
    for start in range(progress.read(), len(rows), BATCH):
        total += insist(synchronise, odoo, rows[start : start + BATCH])
        progress.write(start + BATCH)
    total += insist(archive_others, odoo, {vals["ref"] for vals in rows})
    progress.write(0)
    print(", ".join(f"{count} {what}" for what, count in sorted(total.items())))


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1] if len(sys.argv) > 1 else "customers.csv"))
    except Problem as problem:
        raise SystemExit(str(problem)) from None
