"""Runs in `odoo shell`. Prints facts about the addon with which the reference is compared."""

import json

from odoo.addons.restapi.oauth.caller import SCOPES
from odoo.addons.restapi.rest.transport.routes import ROUTES

facts = {
    "routes": [
        {
            "path": entry.path,
            "methods": list(entry.methods),
            "scope": entry.scope,
            "names": list(entry.names),
            "params": {param.name: param.description for param in entry.params},
            "offers": list(entry.offers),
        }
        for entry in ROUTES
    ],
    "scopes": list(SCOPES),
}
print("RESTAPI-FACTS " + json.dumps(facts))
