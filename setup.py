"""What setup.cfg can't express: the version of the manifest, and every package below the addon."""

import ast
from pathlib import Path

from setuptools import find_packages, setup

manifest = ast.literal_eval(
    Path(__file__).with_name("restapi").joinpath("__manifest__.py").read_text()
)

setup(
    version=manifest["version"],
    packages=[f"odoo.addons.{name}" for name in find_packages(include=["restapi", "restapi.*"])],
)
