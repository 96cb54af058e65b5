"""The access rights to the addon's models are the same on every series, whichever models store them."""

import json
import re

import pytest

from tests.harness.features import has
from tests.harness.odoo_log import warnings

# each test starts Odoo several times
pytestmark = pytest.mark.timeout(600)

MANAGER = "restapi.group_manager"
# By external id, to which other addons and scripts may refer.
EXPECTED = {
    "restapi_application_manager": [MANAGER, "restapi.application", "crud", None],
    "restapi_followed_manager": [MANAGER, "restapi.followed", "crud", None],
    "restapi_webhook_manager": [MANAGER, "restapi.webhook", "crud", None],
    "restapi_webhook_delivery_manager": [MANAGER, "restapi.webhook.delivery", "r", None],
    "restapi_oauth1_token_manager": [MANAGER, "restapi.oauth1.token", "r", None],
    "restapi_oauth2_token_manager": [MANAGER, "restapi.oauth2.token", "r", None],
    "restapi_signing_key_manager": [MANAGER, "restapi.signing.key", "r", None],
    "restapi_active_token_manager": [MANAGER, "restapi.active.token", "r", None],
    "restapi_grant_user": ["base.group_user", "restapi.grant", "r", None],
    "restapi_grant_portal": ["base.group_portal", "restapi.grant", "r", None],
    "restapi_grant_rule_own": [None, "restapi.grant", "crud", "[('user_id', '=', user.id)]"],
}
# Up to 13.0 everybody may use transient models, and their own code decides.
OF_TRANSIENT = {
    "restapi_openapi_export_manager": [MANAGER, "restapi.openapi.export", "crud", None],
}
# A row without any right, because Odoo warns of models without access rights.
NO_ACCESS = {
    "restapi_idempotency_key_nobody": [MANAGER, "restapi.idempotency.key", "", None],
    "restapi_nonce_nobody": [MANAGER, "restapi.nonce", "", None],
}
READ = """
import json
letters = dict(c="perm_create", r="perm_read", u="perm_write", d="perm_unlink")
found = {}
for row in env["ir.model.data"].search([
    ("module", "=", "restapi"), ("model", "in", ["ir.access", "ir.model.access", "ir.rule"])
]):
    right = env[row.model].browse(row.res_id)
    group = right.group_id if "group_id" in right._fields else right.groups
    found[row.name] = right.id, [
        group.get_external_id().get(group.id) if group else None,
        right.model_id.model,
        right.operation if "operation" in right._fields
        else "".join(letter for letter in letters if right[letters[letter]]),
        next((right[name] for name in ("domain", "domain_force") if name in right._fields), None)
        or None,
    ]
print("RIGHTS " + json.dumps(found))
"""
TAMPER = """
for name in ("restapi_oauth2_token_manager", "restapi_grant_rule_own"):
    right = env.ref("restapi." + name)
    names = [one for one in ("operation", "perm_read", "perm_write") if one in right._fields]
    right.write({one: "crud" if one == "operation" else name != "restapi_grant_rule_own" for one in names})
env.ref("restapi.restapi_grant_portal").unlink()
env.cr.commit()
"""
RIGHTS = re.compile(r"RIGHTS (\{.*\})")


def rights(databases, name, script):
    """The row id of each external id, and the right that each grants, for each time the script reads them."""
    output = databases.odoo_run(name, f"rights-{name}", [], stdin=script)
    for printed in RIGHTS.findall(output):
        found = json.loads(printed)
        yield {key: one[0] for key, one in found.items()}, {k: one[1] for k, one in found.items()}


def test_an_update_restores_the_rights_of_an_installation(installed, series):
    """An update restores rights that were changed or deleted, and keeps the rows of the others. Seen to fail
    without the call in the data file."""
    databases, name = installed
    no_access = {} if has(series, "access rights and record rules in ir.access") else NO_ACCESS
    of_transient = OF_TRANSIENT if has(series, "rights of transient models") else {}
    (ids, expected), (_ids, tampered) = rights(databases, name, READ + TAMPER + READ)
    assert expected == {**EXPECTED, **of_transient, **no_access}
    assert tampered != expected
    assert "restapi_grant_portal" not in tampered

    log = databases.odoo_run(name, f"update-{name}", ["-u", "restapi", "--stop-after-init"])
    assert not warnings(log)
    ((ids_after, updated),) = rights(databases, name, READ)
    assert updated == expected
    del ids["restapi_grant_portal"], ids_after["restapi_grant_portal"]
    assert ids_after == ids
