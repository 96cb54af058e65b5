"""An unknown client and a wrong secret get the same answer, for the same work."""

import json
import re

from dev import paths
from tests.harness.oauth import OAUTH2

SCRIPT = paths.ROOT / "tests" / "security" / "work_of_refusals.py"


def test_unknown_clients_learn_nothing(http, register):
    """The answer is the same as for a wrong secret, byte by byte."""
    answers = []
    for client_id in ("x" * 32, register().client_id):
        form = {"grant_type": "client_credentials"}
        auth = (client_id, "y" * 32)
        answers.append(http.post(OAUTH2 + "/access_token", data=form, auth=auth))
    unknown, known = answers
    assert unknown.status_code == known.status_code == 401
    assert unknown.content == known.content


def test_unknown_client_and_wrong_secret_cost_the_same_work(server):
    """The server calls the same cryptographic functions equally often, and compares secrets in constant time.
    Measuring seconds would work on an idle machine only. Seen to fail without the decoy for an unknown
    client; or without the decoy for an unknown consumer; or without the comparison in constant time."""
    script = SCRIPT.read_text()
    output = server.databases.odoo_run(server.db, f"work-{server.db}", [], stdin=script)
    (found,) = re.findall(r"RESTAPI-WORK (\{.*\})", output)
    work = json.loads(found)
    assert work["unknown"] == work["wrong"]
    assert work["wrong"]["OAuth 2.0"].get("decrypt") == 1
    assert all(work["wrong"].values())
    assert [name for name in work["wrong"]["OAuth 2.0"] if name.endswith("compare_digest")]
