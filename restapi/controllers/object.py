"""``/object``: models and their records (contract §5)."""

from typing import Any, Dict, List, Optional

from odoo import http

from ..compat import PREFIX
from ..rest import orm, params
from .main import route


class Object(http.Controller):
    @route(
        PREFIX + "/object/<model>/<int:record_id>",
        ["GET"],
        scope="read",
        takes=[params.FIELDS],
        readonly=True,
    )
    def read_one(
        self, env: Any, model: str, record_id: int, fields: Optional[List[str]]
    ) -> Dict[str, Any]:
        """One record; ``id`` is always included."""
        records = orm.existing(env, model, [record_id])
        return {records._description: orm.read(records, fields)[0]}
