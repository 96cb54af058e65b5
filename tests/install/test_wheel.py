"""Installed with pip, the addon is on Odoo's addons path."""

import os
import subprocess
import zipfile
from pathlib import Path

from dev.odoo import Odoo
from tests.harness.wheel import build_wheel

SCRIPT = """
import odoo, odoo.modules.module as module
from odoo.tools import config
config.parse_config(["--addons-path", {addons_path!r}])
getattr(module, "initialize_sys_path", lambda: None)()
print(module.get_module_path("restapi"))
"""


def test_odoo_finds_the_unpacked_wheel(tmp_path: Path, series: str) -> None:
    site_packages = tmp_path / "site-packages"
    with zipfile.ZipFile(build_wheel(tmp_path)) as archive:
        archive.extractall(site_packages)
    odoo = Odoo(series)
    script = SCRIPT.format(addons_path=odoo.own_addons_path)
    env = {**os.environ, **odoo.env}
    env["PYTHONPATH"] += os.pathsep + str(site_packages)
    done = subprocess.run(
        [str(odoo.venv.python), "-c", script], env=env, capture_output=True, text=True, check=False
    )
    found = done.stdout.splitlines()[-1:]
    assert found == [str(site_packages / "odoo" / "addons" / "restapi")], done
