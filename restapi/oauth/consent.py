"""Authorization requests, independent of the protocol.

``rfc5849.authorization_request`` and ``rfc6749.authorization_request`` check a request and return an
``AuthorizationRequest``. Machine applications get their answer at once. For all others the consent page
shows the request and submits ``parameters`` again with the user's decision, so the same function checks
the same request again before ``approve`` or ``deny`` completes it.
"""

import abc
from typing import Dict, NamedTuple, Optional, Sequence, Tuple
from urllib.parse import urlencode

from ..exceptions import BadRequest
from ..odoo_types import Record, User


class Answer(NamedTuple):
    """The authorization response.

    :param parameters: its parameters: ``code`` and ``state``, or ``oauth_token`` and
        ``oauth_verifier``, or ``error``
    :param location: the URI that the browser is redirected to; None for ``oob``, when the page shows the
        verifier
    """

    parameters: Dict[str, str]
    location: Optional[str]


class FatalRequest(BadRequest):
    """The client or the redirect URI is invalid: the error is shown to the user, without a redirect.

    :param error: the code of RFC 6749 §4.1.2.1
    :param about: what is invalid: ``client`` or ``redirect_uri``; None if it is something else
    """

    def __init__(self, error: str, description: str, about: Optional[str] = None) -> None:
        super().__init__(description)
        self.code = error
        self.about = about
        self.members.update(error=error, error_description=description)


class RefusedRequest(FatalRequest):
    """The client and its redirect URI are valid, but something else is not: browsers are redirected to
    ``location``, all other user agents get the error as the answer."""

    def __init__(self, error: str, description: str, location: str) -> None:
        super().__init__(error, description)
        self.location = location


class AuthorizationRequest(abc.ABC):
    """A checked request for authorization.

    :ivar application: the ``restapi.application``, with sudo
    :ivar scopes: the requested scopes
    :ivar parameters: the parameters that the page submits again with the decision
    :ivar redirect_uri: the redirect URI; None for ``oob``
    """

    def __init__(
        self,
        application: Record,
        scopes: Sequence[str],
        parameters: Dict[str, str],
        redirect_uri: Optional[str],
    ) -> None:
        self.application = application
        self.scopes: Tuple[str, ...] = tuple(scopes)
        self.parameters = parameters
        self.redirect_uri = redirect_uri

    @abc.abstractmethod
    def approve(self, user: User) -> Answer:
        """Grant the request: issue the code or the verifier."""

    @abc.abstractmethod
    def deny(self) -> Answer:
        """Deny the request (RFC 6749 §4.1.2.1: ``access_denied``)."""

    def is_allowed_already(self, user: User) -> bool:
        """Whether the user has allowed the application these scopes, and the grant is still live.

        Never for public applications, which any other application can impersonate (RFC 8252 §8.6).
        """
        if self.application.kind == "public":
            return False
        return bool(self._allowed_scopes(user) >= set(self.scopes))

    @abc.abstractmethod
    def _allowed_scopes(self, user: User) -> "set[str]":
        """The scopes of the user's live grants to the application."""


def location(redirect_uri: str, parameters: Dict[str, str]) -> str:
    """The redirect URI with these parameters appended; the registered URI itself stays unchanged."""
    separator = "&" if "?" in redirect_uri else "?"
    return redirect_uri + separator + urlencode(parameters)
