"""What a request makes and parses, counted in the process of a server.

A guard of speed that doesn't depend on the speed of a machine.
"""

import json
import re
from pathlib import Path

import pytest

from dev import paths
from dev.database import Databases
from dev.odoo import Odoo
from tests.harness.server import fresh_database

SCRIPTS = [
    paths.ROOT / "dev" / "inside" / "in_process.py",
    Path(__file__).parent / "work_inside.py",
]
FIELDS = "name,email,phone,city,country_id"
BODY = {"vals": {"city": "Namur"}, "fields": "id"}
# Environments for other contexts, users and cursors, more than for the same call by JSON-RPC.
MORE_ENVIRONMENTS = 8


@pytest.fixture(scope="module")
def work(series, postgres_port):
    """The counts of each kind of request: by this API, and by JSON-RPC."""
    name = f"test_work_{series.replace('.', '_')}"
    databases = Databases(Odoo(series), postgres_port)
    with fresh_database(series, name, postgres_port):
        script = "\n".join(path.read_text() for path in SCRIPTS)
        output = databases.odoo_run(name, f"shell-{name}", ["--log-level=warn"], stdin=script)
    return json.loads(re.findall(r"RESTAPI-WORK (\{.*\})", output)[0])


def test_all_is_parsed_once(work):
    """Seen to fail with the query parsed anew at each step."""
    own = {kind: counts for kind, (counts, _theirs) in work.items()}
    assert own["read"]["bytes of queries parsed"] == len(f"fields={FIELDS}")
    assert own["list"]["bytes of queries parsed"] == len(f"limit=20&fields={FIELDS}")
    assert own["write"]["bytes of JSON parsed"] == len(json.dumps(BODY))
    assert "bytes of JSON parsed" not in own["read"] | own["list"]


@pytest.mark.parametrize("kind", ["read", "list", "write"])
def test_few_objects(work, kind):
    own, theirs = work[kind]
    assert own["responses"] == 1
    assert own["cursors"] <= theirs["cursors"]
    assert own["environments"] <= theirs["environments"] + MORE_ENVIRONMENTS
