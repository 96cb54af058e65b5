"""``/object``: binary fields as files (docs/reference/objects.rst)."""

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..odoo_types import Env, Model
from ..rest import orm
from ..rest.request import negotiation
from ..rest.response import binary
from .routing import route


class ObjectBinary(http.Controller):
    @route(
        PREFIX + "/object/<model>/<int:record_id>/<field>",
        ["GET"],
        scope="read",
        offers=[negotiation.ANY],
        readonly=True,
    )
    def download(self, env: Env, model: str, record_id: int, field: str) -> Response:
        """The content of a binary field, whole or a range of it."""
        return file(orm.model(env, model, "read"), record_id, field)


def file(records: Model, record_id: int, field: str) -> Response:
    """The answer with the content of a binary field."""
    found = binary.find(records, field)
    record = orm.existing(records, [record_id])
    return binary.respond(request.httprequest, binary.content(record, found))
