"""The built-in application *API explorer*, as which the page ``/restapi/1.0/docs`` signs in."""

from typing import List, Optional
from urllib.parse import urlsplit

from odoo import api, models

from .. import compat
from ..oauth import redirects
from ..oauth.caller import SCOPES
from ..odoo_types import Record, User

XML_ID = "restapi.explorer_application"
GROUP = "restapi.group_explorer"
PATH = compat.PREFIX + "/docs"


class RestapiApplication(models.Model):
    _inherit = "restapi.application"

    @api.model
    def _load_explorer(self) -> None:
        """Create the application at installation, and at an update of a version that had none.

        Later updates leave it as administrators have changed it. A data file could not choose its user:
        databases exist whose first administrator was archived or deleted.
        """
        if self._explorer():
            return
        values = {
            "name": "API explorer",
            "kind": "public",
            "user_id": self._administrator().id,
            "scopes": " ".join(SCOPES),
            "description": "The page of this server that shows the API and lets you try it.",
        }
        row = {"xml_id": XML_ID, "values": values, "noupdate": True}
        self._load_records([row])

    @api.model
    def _administrator(self) -> User:
        """The first active administrator; the current user if there is none."""
        users = self.env["res.users"].search([("share", "=", False)], order="id")
        found = users.filtered(lambda user: user.has_group("base.group_system"))
        return found[:1] or self.env.user

    @api.model
    def _explorer(self) -> Record:
        """The application, also if it is archived; empty if somebody has deleted it."""
        return self.env.ref(XML_ID, raise_if_not_found=False) or self.browse()

    def _is_explorer(self) -> bool:
        return bool(self) and self == self._explorer()

    def _redirect_uris(self) -> List[str]:
        """The explorer is also at home below ``web.base.url``, which it follows."""
        registered = super()._redirect_uris()
        return [*self._own_addresses(), *registered] if self._is_explorer() else registered

    @api.model
    def _own_addresses(self) -> List[str]:
        # the URL of the server is not secret
        uri = compat.parameter(self.env, "web.base.url").rstrip("/") + PATH
        if redirects.problem(uri):
            return []
        parts = urlsplit(uri)
        if parts.hostname not in redirects.LOOPBACK_HOSTS:
            return [uri]
        # all names of this machine; the port does not count
        hosts = ("127.0.0.1", "[::1]", "localhost")
        return ["%s://%s%s" % (parts.scheme, host, parts.path) for host in hosts]

    def _is_for(self, user: User) -> bool:
        """Whether the user may sign in with this application.

        All users may, but the explorer is only for those to whom an administrator gives its group.
        """
        return not self._is_explorer() or bool(user.has_group(GROUP))

    def _has_refresh_tokens(self) -> bool:
        """Whether sign-ins can outlast an access token. A page that keeps its token in memory has no safe
        place for a refresh token."""
        return not self._is_explorer()

    def _obstacle(self) -> Optional[str]:
        """Why nobody can sign in with the explorer: a key of the texts on its page; None if they can."""
        if not self or not self.active:
            return "archived"
        if not self.user_id.active:
            return "owner"
        return None if self._is_of_this_database() else "copied"
