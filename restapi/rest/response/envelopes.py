"""The two ways in which records and errors are answered.

``manual`` is what the 1.0 manual prints. ``deployed`` is how the commercial module was seen to answer,
which is what its clients were written for (docs, *Move from the commercial 1.0 module*). An
application has the one or the other; with ``Prefer: keys=model`` (RFC 7240) any client gets technical
names as keys, and nothing else of this.
"""

from typing import Any, Dict, List, NamedTuple
from urllib.parse import quote

from ...odoo_types import HTTPRequest, Records, Request, Response
from ..request import negotiation
from .rendering import vary_by

MANUAL = "manual"
DEPLOYED = "deployed"
# Where an error finds the way of the application that sent the request, in its WSGI environment.
ENVIRON_KEY = "restapi.answers"

KEYS = "keys=model"
IGNORED = "X-Ignored-Parameters"
MAX_IGNORED = 1000  # characters

Row = Dict[str, Any]


class Answers(NamedTuple):
    """How one request is answered.

    :param has_model_keys: the key is the technical name of the model, not its description
    :param is_deployed: one record is a list of one, and creating is 201
    """

    has_model_keys: bool = False
    is_deployed: bool = False

    def key(self, records: Records) -> str:
        """What stands before the records of this model."""
        return str(records._name if self.has_model_keys else records._description)

    def one(self, records: Records, row: Row) -> Dict[str, Any]:
        """The answer about one record."""
        return {self.key(records): [row] if self.is_deployed else row}

    def many(self, records: Records, rows: List[Any]) -> Dict[str, Any]:
        """The answer about several."""
        return {self.key(records): rows}


def begin(request: Request, way: str) -> None:
    """Remember for a request how it is answered, and where its errors find that.

    :param way: of the application: ``MANUAL`` or ``DEPLOYED``
    """
    httprequest = request.httprequest
    httprequest.environ[ENVIRON_KEY] = way
    is_deployed = way == DEPLOYED
    prefers_model = KEYS in negotiation.preferences(httprequest)
    request.restapi_answers = Answers(is_deployed or prefers_model, is_deployed)


def finish(httprequest: HTTPRequest, response: Response, ignored: List[str]) -> None:
    """Let the answer say which way it is.

    :param ignored: the names of parameters that were passed over
    """
    vary_by(response, "Prefer")
    if KEYS in negotiation.preferences(httprequest):
        response.headers.add("Preference-Applied", KEYS)
    if ignored:
        names = ", ".join(quote(name, safe="") for name in ignored)
        response.headers[IGNORED] = names[:MAX_IGNORED]
