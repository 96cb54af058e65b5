"""Lets unit tests import the addon's pure modules (`restapi.rest.request.literals`) without Odoo."""

import sys
import types

from dev import paths


def stub_addon_package() -> None:
    """Registers an empty package `restapi`, because the real one imports its controllers and models."""
    package = types.ModuleType("restapi")
    package.__path__ = [str(paths.ADDON)]
    sys.modules.setdefault("restapi", package)
