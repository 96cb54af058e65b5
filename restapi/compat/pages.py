"""QWeb templates and sign-out, for all series."""

import importlib
from typing import Any

from odoo.addons.base.models import ir_qweb

from . import any_class_has

# 15.0 and later support t-out, and 20.0 supports nothing else; see models.ir_qweb.
HAS_T_OUT = any_class_has(ir_qweb, "_compile_directive_out")


def logout_is_a_form() -> bool:
    """Whether signing out takes a form with a CSRF token, as on 20.0, rather than a link."""
    try:
        module: Any = importlib.import_module("odoo.addons.web.controllers.session")
    except ImportError:  # up to 15.0
        return False
    routing = getattr(module.Session.logout, "original_routing", {})
    return routing.get("methods") == ["POST"]
