"""The two envelopes for records and errors, between which an application chooses.

``manual`` is the envelope that the 1.0 manual documents. ``deployed`` is the one that the commercial
module was observed to use, for which its clients were written (docs, *Move from the commercial 1.0
module*). With ``Prefer: keys=model`` (RFC 7240) any client gets technical names of models as keys, and
nothing else of ``deployed``.
"""

from typing import Any, Dict, List, NamedTuple
from urllib.parse import quote

from ...odoo_types import HTTPRequest, Records, Request, Response
from ..request import negotiation
from .rendering import vary_by

MANUAL = "manual"
DEPLOYED = "deployed"
# The key in the WSGI environment that tells error handlers the envelope of the application.
ENVIRON_KEY = "restapi.answers"

KEYS = "keys=model"
IGNORED = "X-Ignored-Parameters"
MAX_IGNORED = 1000  # characters

Row = Dict[str, Any]


class Envelope(NamedTuple):
    """The form of the answer to one request.

    :param has_model_keys: the key is the technical name of the model, not its description
    :param is_deployed: a single record is in a list, and creating a record answers 201
    """

    has_model_keys: bool = False
    is_deployed: bool = False

    def key(self, records: Records) -> str:
        """The key of the records."""
        return str(records._name if self.has_model_keys else records._description)

    def one(self, records: Records, row: Row) -> Dict[str, Any]:
        """The answer with one record."""
        return {self.key(records): [row] if self.is_deployed else row}

    def many(self, records: Records, rows: List[Any]) -> Dict[str, Any]:
        """The answer with a list of records."""
        return {self.key(records): rows}


def choose(request: Request, kind: str) -> None:
    """Set the envelope for the answer to a request, and for its errors.

    :param kind: the choice of the application: ``MANUAL`` or ``DEPLOYED``
    """
    httprequest = request.httprequest
    httprequest.environ[ENVIRON_KEY] = kind
    is_deployed = kind == DEPLOYED
    prefers_model = KEYS in negotiation.preferences(httprequest)
    request.restapi_envelope = Envelope(is_deployed or prefers_model, is_deployed)


def add_headers(httprequest: HTTPRequest, response: Response, ignored: List[str]) -> None:
    """Add the headers about preferences and ignored parameters to the answer.

    :param ignored: the names of the ignored parameters
    """
    vary_by(response, "Prefer")
    if KEYS in negotiation.preferences(httprequest):
        response.headers.add("Preference-Applied", KEYS)
    if ignored:
        names = ", ".join(quote(name, safe="") for name in ignored)
        response.headers[IGNORED] = names[:MAX_IGNORED]
