"""Keeps a copy of Odoo's contacts in contacts.duckdb: fetches changes, removes deleted records."""

import json

import duckdb
from odoo_client import Odoo

FIELDS = ["name", "email", "country_id", "active", "write_date"]
odoo = Odoo()
database = duckdb.connect("contacts.duckdb")
database.execute("""
    CREATE TABLE IF NOT EXISTS contacts (
        id BIGINT PRIMARY KEY, name VARCHAR, email VARCHAR, country_id BIGINT, country VARCHAR,
        active BOOLEAN, write_date TIMESTAMP)
""")


def fetch(domain):
    """Writes the matching contacts to contacts.csv, archived ones included."""
    query = {
        "domain": json.dumps(domain),
        "fields": json.dumps(FIELDS),
        "context": json.dumps({"active_test": False}),
    }
    accept = {"Accept": "text/csv"}
    answer = odoo.request("GET", "/object/res.partner", params=query, headers=accept, stream=True)
    with open("contacts.csv", "wb") as file:
        for chunk in answer.iter_content(1 << 16):
            file.write(chunk)
    return int(answer.headers["X-Record-Count"])


# 1. Changed records. write_date is the time at which a request began, but others see the record when it
# ends. So start some minutes before the last known write_date.
last_known = "SELECT max(write_date) - INTERVAL 10 MINUTE FROM contacts"
(last,) = database.execute(last_known).fetchone()
changed = fetch([["write_date", ">=", str(last)]] if last else [])
(count,) = database.execute("""
    INSERT OR REPLACE INTO contacts
    SELECT * FROM read_csv('contacts.csv', header = true, delim = ',', quote = '"', escape = '"',
                           nullstr = '', all_varchar = true)
""").fetchone()
assert count == changed  # the list is complete

# 2. Deleted records: no list of changes contains them.
query = {"context": json.dumps({"active_test": False})}
ids = odoo.records("GET", "/object/res.partner/search", params=query)
gone = "DELETE FROM contacts WHERE NOT list_contains(?, id)"
(deleted,) = database.execute(gone, [ids]).fetchone()

print(f"{changed} changed, {deleted} deleted")
print(database.execute("SELECT name, country, active FROM contacts WHERE id = 3").fetchall())
