"""Run in `odoo shell`: prints what the addon has, for the reference to be held against."""

import json

from odoo.addons.restapi import exceptions
from odoo.addons.restapi.oauth.caller import SCOPES
from odoo.addons.restapi.rest.transport.routes import ROUTES


def tree(error):
    yield error
    for child in error.__subclasses__():
        yield from tree(child)


facts = {
    "routes": [
        {
            "path": entry.path,
            "methods": list(entry.methods),
            "scope": entry.scope,
            "params": list(entry.params),
            "offers": list(entry.offers),
        }
        for entry in ROUTES
    ],
    "scopes": list(SCOPES),
    "errors": [
        *([error.code, error.status] for error in tree(exceptions.RestapiError)),
        *([code, status] for status, (_title, code) in exceptions.STATUSES.items()),
        [exceptions.OTHER_STATUS[1], "other"],
    ],
}
print("RESTAPI-FACTS " + json.dumps(facts))
