"""The README's first request answers as it is printed."""

import json
import os
import re
import subprocess

from dev import paths
from tests.harness.oauth import make_application

README = (paths.ROOT / "README.md").read_text()


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
