"""The session of a print job, with which a document may load pictures, fonts and styles of this server.

The session has no user, so to Odoo it is a public visitor's. It holds a mark instead, and only the
requests that ``caller`` accepts act as the user who prints. Without this code the session grants nothing.
"""

import re
import time
from typing import Any, Dict, Optional

from werkzeug.exceptions import Forbidden, abort

from ... import compat
from ...odoo_types import Request, Response

MARK = "restapi_print"
_PATHS = re.compile(r"/web/(image|content)(/|$)")
# Up to 15.0 the scripts of headers and footers are below /web/content too.
_MEDIA_TYPES = re.compile(
    r"(image|font)/|text/(css|javascript)$|application/(javascript|vnd\.ms-fontobject|(x-)?font-)"
)


def mark(user_id: int, seconds: float) -> Dict[str, Any]:
    """The mark in the session: the user, and when it expires in case the worker is killed."""
    return {"uid": user_id, "until": time.time() + seconds}


def caller(request: Request) -> Optional[int]:
    """The id of the user as whom a request for a resource acts; None for any other request."""
    mark = request.session.get(MARK)
    if not mark or mark["until"] < time.time():
        return None
    if request.httprequest.method not in ("GET", "HEAD"):
        return None
    return int(mark["uid"]) if _PATHS.match(request.httprequest.path) else None


def act(request: Request) -> None:
    """Let a request for a resource act as the user who prints."""
    user_id = caller(request)
    if user_id is not None:
        compat.act_as(request, user_id)


def check(request: Request, response: Response) -> None:
    """Refuse all but pictures, fonts and styles: the URLs can serve any attachment.

    :raises werkzeug.exceptions.HTTPException: the answer has another media type (403)
    """
    if caller(request) is None or 300 <= getattr(response, "status_code", 200) < 400:
        return
    if not _MEDIA_TYPES.match(getattr(response, "mimetype", None) or ""):
        abort(Forbidden().get_response())
