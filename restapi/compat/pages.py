"""What the series differ in about pages: how a template writes values, and how people sign out."""

import importlib
from typing import Any

from odoo.addons.base.models import ir_qweb

from . import any_class_has

# 15.0 and later know t-out, and 20.0 knows nothing else; see models.ir_qweb.
HAS_T_OUT = any_class_has(ir_qweb, "_compile_directive_out")


def logout_is_a_form() -> bool:
    """Whether people sign out by a form with a token against forgery, as on 20.0; before, by a link."""
    try:
        module: Any = importlib.import_module("odoo.addons.web.controllers.session")
    except ImportError:  # up to 15.0
        return False
    routing = getattr(module.Session.logout, "original_routing", {})
    return routing.get("methods") == ["POST"]
