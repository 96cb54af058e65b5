"""Languages of the database."""

from tests.harness.rpc import OdooClient


def activate(odoo: OdooClient, code: str) -> None:
    """Makes a language available, without its translations."""
    found = odoo.search("res.lang", [("code", "=", code), ("active", "in", [True, False])])
    if found:
        odoo.write("res.lang", found, {"active": True})
    else:  # up to 12.0 there are no records of languages that nobody has installed
        odoo.call("res.lang", "load_lang", [code])
