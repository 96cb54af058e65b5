"""The first requests in the README and on the addon's page in the Apps list get the printed answers."""

import json
import os
import re
import subprocess

from lxml import html

from dev import paths
from tests.harness.oauth import get_token, make_application

README = (paths.ROOT / "README.md").read_text()
DESCRIPTION = paths.ADDON / "static" / "description" / "index.html"


def test_the_first_request(server, odoo):
    (script,) = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    (printed,) = re.findall(r"```json\n(.*?)```", README, re.DOTALL)
    assert "http://127.0.0.1:8069" in script
    application = make_application(odoo, odoo.ref("base.user_admin"))
    answer = subprocess.run(
        ["sh", "-c", script.replace("http://127.0.0.1:8069", server.url)],
        env={**os.environ, "KEY": application.client_id, "SECRET": application.client_secret},
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert json.loads(answer.stdout) == json.loads(printed)


def test_the_first_request_of_the_apps_list(http, odoo):
    (shown,) = html.fromstring(DESCRIPTION.read_text()).xpath("//pre/text()")
    head, printed = shown.split("\n\n")
    line, header = head.split("\n")
    method, target, _version = line.split(" ")
    assert header == "Authorization: Bearer …"
    token = get_token(http, make_application(odoo, odoo.ref("base.user_admin")))["access_token"]
    assert http.request(method, target, token=token).json() == json.loads(printed)
