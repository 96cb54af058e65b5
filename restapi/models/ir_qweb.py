"""``t-out`` on 12.0 to 14.0: the only way to write a value that 20.0 knows came with 15.0."""

from typing import Any, Dict

from lxml import etree

from odoo import models

from ..compat import pages

if not pages.HAS_T_OUT:

    class IrQWeb(models.AbstractModel):
        _inherit = "ir.qweb"

        def _compile_node(self, el: etree._Element, options: Dict[str, Any]) -> Any:
            """Both escape what is no markup; these series have no markup among values."""
            if "t-out" in el.attrib:
                el.set("t-esc", el.attrib.pop("t-out"))
            return super()._compile_node(el, options)
