"""``/start`` and ``/common/version``: routes without authentication (docs/reference/common.rst)."""

from typing import Any, Dict

from odoo import http
from odoo.http import request

from ..compat import API_VERSION, METADATA_PATH, PREFIX, version_info
from ..exceptions import NotFound
from ..oauth import credentials
from .routing import route


class Common(http.Controller):
    @route("/start", ["GET"])
    def start(self, env: None) -> Dict[str, str]:
        """Credentials of the demo application, where ``restapi.demo`` is set."""
        # sudo: no user is authenticated, and only demo servers have such an application
        application = request.env["restapi.application"].sudo()._demo_application()
        if not application:
            raise NotFound(
                "This is not a demo server: the system parameter restapi.demo is not set."
            )
        return {
            "client_id": application.client_id,
            "client_secret": application.client_secret,
            "host": request.httprequest.host,
            "database": request.db,
        }

    @route(PREFIX, ["GET"], needs_db=False)
    def index(self, env: None) -> Dict[str, Any]:
        """The name and version of the API, with links."""
        base = credentials.issuer(request.httprequest)
        return {
            "name": "restapi",
            "api_version": API_VERSION,
            "server_series": version_info()["server_series"],
            "links": {
                "version": base + PREFIX + "/common/version",
                "docs": base + PREFIX + "/docs",
                "openapi": base + PREFIX + "/openapi.json",
                "applications": base + PREFIX + "/common/applications",
                "oauth2_metadata": base + METADATA_PATH,
            },
        }

    @route(PREFIX + "/common/version", ["GET"], needs_db=False)
    def version(self, env: None) -> Dict[str, Any]:
        """The server's version, in the form of Odoo's own ``version_info``."""
        return version_info()
