"""What a document that is being printed may read of this server: pictures, fonts and styles.

The session has no user, so for Odoo it is a visitor's. It holds a mark instead, and only the requests
that ``caller`` lets pass act as the user whose request prints. Where this code is not loaded, the
session is worth nothing.
"""

import re
import time
from typing import Any, Dict, Optional

from werkzeug.exceptions import Forbidden, abort

from ... import compat
from ...odoo_types import Request, Response

MARK = "restapi_print"
_PATHS = re.compile(r"/web/(image|content)(/|$)")
# Up to 15.0 the scripts of headers and footers have addresses below /web/content too.
_MEDIA_TYPES = re.compile(
    r"(image|font)/|text/(css|javascript)$|application/(javascript|vnd\.ms-fontobject|(x-)?font-)"
)


def mark(user_id: int, seconds: float) -> Dict[str, Any]:
    """What the session holds: for whom, and until when, also if the worker is killed meanwhile."""
    return {"uid": user_id, "until": time.time() + seconds}


def caller(request: Request) -> Optional[int]:
    """The id of the user whom a request for a picture acts for; None for every other request."""
    mark = request.session.get(MARK)
    if not mark or mark["until"] < time.time():
        return None
    if request.httprequest.method not in ("GET", "HEAD"):
        return None
    return int(mark["uid"]) if _PATHS.match(request.httprequest.path) else None


def act(request: Request) -> None:
    """Let a request for a picture see what the user of the printing request may see."""
    user_id = caller(request)
    if user_id is not None:
        compat.act_as(request, user_id)


def check(request: Request, response: Response) -> None:
    """Keep back what is no picture, font or style: these addresses serve any attachment.

    :raises werkzeug.exceptions.HTTPException: 403
    """
    if caller(request) is None or 300 <= getattr(response, "status_code", 200) < 400:
        return
    if not _MEDIA_TYPES.match(getattr(response, "mimetype", None) or ""):
        abort(Forbidden().get_response())
