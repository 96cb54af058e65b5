"""``/openapi.json``: the OpenAPI document for the caller (docs/reference/openapi.rst)."""

import tempfile
from typing import List, Optional

from werkzeug.wsgi import FileWrapper

from odoo import http
from odoo.http import Response, request

from ..compat import PREFIX
from ..oauth import credentials
from ..odoo_types import Env
from ..rest.openapi import document, entity_tag
from ..rest.openapi.dialects import DIALECTS
from ..rest.request import params
from ..rest.request.negotiation import JSON
from ..rest.response.rendering import make_conditional, vary_by
from .routing import route

# Bytes of a document that are kept in memory; a longer one goes into a temporary file.
IN_MEMORY = 4 * 1024 * 1024


def parse_models(value: object, name: str) -> List[str]:
    """The names of models, or ``*`` for all."""
    if isinstance(value, str) and value.strip() == document.ALL:
        return [document.ALL]
    return params.parse_names(value, name)


MODELS = params.Param(
    "models",
    parse_models,
    params.NAMES,
    "technical names of models, such as ``res.partner,account.move``, or ``*`` for all that the "
    "caller may read; without it, the routes for any model",
)
VERSION = params.Param(
    "version",
    params.parse_text,
    {"type": "string", "enum": sorted(DIALECTS), "default": "3.1"},
    "the version of OpenAPI: ``3.1`` or ``3.0``",
    default="3.1",
)


class OpenApi(http.Controller):
    @route(PREFIX + "/openapi.json", ["GET"], scope="read", takes=[MODELS, VERSION], readonly=True)
    def openapi(self, env: Env, models: Optional[List[str]], version: str) -> Response:
        """The OpenAPI document for the caller."""
        options = document.Options(
            document.checked_models(env, models or []),
            document.checked_version(version),
            credentials.issuer(request.httprequest),
            # whatever this request prefers, the document describes requests that prefer keys=model
            request.restapi_envelope._replace(has_model_keys=True),
        )
        response = Response(
            headers=[
                ("Content-Type", JSON),
                # only the client may store it, and it must revalidate each time
                ("Cache-Control", "private, no-cache"),
                ("X-Content-Type-Options", "nosniff"),
            ]
        )
        response.set_etag(entity_tag.entity_tag(env, options))
        vary_by(response, "Authorization")
        make_conditional(request.httprequest, response)
        if response.status_code != 304:
            _write(response, env, options)
        return response


def _write(response: Response, env: Env, options: document.Options) -> None:
    """Make the document now, so that an error becomes a problem document, and send it from a file."""
    file = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
    try:
        for chunk in document.chunks(env, options):
            file.write(chunk.encode())
        response.headers["Content-Length"] = str(file.tell())
        file.seek(0)
    except BaseException:
        file.close()
        raise
    response.response = FileWrapper(file)
    response.call_on_close(file.close)
