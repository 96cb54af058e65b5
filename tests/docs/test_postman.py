"""The Postman collection of the documentation, run by newman with the checks in the collection."""

import json
import subprocess

import requests

from dev import examples, node
from tests.docs.session import EXAMPLES, PRINTED_URL

COLLECTION = EXAMPLES / "postman" / "restapi.postman_collection.json"
SECONDS = 110


def test_collection(demo, tmp_path, billing):
    collection = tmp_path / COLLECTION.name
    collection.write_text(billing.renamed(COLLECTION.read_text()))
    start = requests.get(demo.server.url + "/start", timeout=SECONDS).json()
    values = {
        "baseUrl": demo.server.url,
        "clientId": start["client_id"],
        "clientSecret": start["client_secret"],
    }
    report = tmp_path / "report.json"
    options = ["--reporters", "json", "--reporter-json-export", str(report), "--bail"]
    for name, value in values.items():
        options += ["--env-var", f"{name}={value}"]
    done = subprocess.run(
        [*examples.newman(), "run", str(collection), *options],
        env=node.environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    run = json.loads(report.read_text())["run"]
    items = json.loads(COLLECTION.read_text())["item"]
    assert [one["item"]["name"] for one in run["executions"]] == [one["name"] for one in items]
    assert all(one["assertions"] for one in run["executions"])


def test_it_begins_with_the_demo_server_and_without_secrets():
    variables = json.loads(COLLECTION.read_text())["variable"]
    values = {one["key"]: one["value"] for one in variables}
    assert values.pop("baseUrl") == PRINTED_URL
    assert set(values.values()) == {""}
