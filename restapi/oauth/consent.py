"""What an application asks a person for, free of the protocol that it asks by.

``rfc5849.authorization_request`` and ``rfc6749.authorization_request`` read and check a request, and
give back an ``AuthorizationRequest``. A machine application is answered at once; for the others a
page shows it, and sends ``parameters`` again with the person's decision, so that the same function
checks the same request again before ``approve`` or ``deny`` ends it.
"""

import abc
from typing import Dict, NamedTuple, Optional, Sequence, Tuple
from urllib.parse import urlencode

from ..exceptions import BadRequest
from ..odoo_types import Record, User


class Answer(NamedTuple):
    """How an authorization request ended.

    :param parameters: what the application is told: ``code`` and ``state``, or ``oauth_token`` and
        ``oauth_verifier``, or ``error``
    :param location: where the browser takes it; None for ``oob``, when the page shows the verifier
    """

    parameters: Dict[str, str]
    location: Optional[str]


class FatalRequest(BadRequest):
    """Client or redirect URI are not certain: shown where it happened, never redirected.

    :param error: the code of RFC 6749 §4.1.2.1
    :param about: what is not certain: ``client`` or ``redirect_uri``; None if it is something else
    """

    def __init__(self, error: str, description: str, about: Optional[str] = None) -> None:
        super().__init__(description)
        self.code = error
        self.about = about
        self.members.update(error=error, error_description=description)


class RefusedRequest(FatalRequest):
    """The client and its redirect URI are certain, the rest is wrong: a browser is sent to
    ``location``, anybody else gets the same error as an answer."""

    def __init__(self, error: str, description: str, location: str) -> None:
        super().__init__(error, description)
        self.location = location


class AuthorizationRequest(abc.ABC):
    """A checked request for authorization.

    :ivar application: the ``restapi.application``, readable
    :ivar scopes: what it asks for
    :ivar parameters: what the page sends again with the decision
    :ivar redirect_uri: where the answer goes; None for ``oob``
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
        """The user allows it: make the code or the verifier."""

    @abc.abstractmethod
    def deny(self) -> Answer:
        """The user does not (RFC 6749 §4.1.2.1: ``access_denied``)."""

    def is_allowed_already(self, user: User) -> bool:
        """Whether this user allowed this application these scopes, and that has not ended since.

        Never so for public applications: anybody can pretend to be one (RFC 8252 §8.6).
        """
        if self.application.kind == "public":
            return False
        return bool(self._allowed_scopes(user) >= set(self.scopes))

    @abc.abstractmethod
    def _allowed_scopes(self, user: User) -> "set[str]":
        """What this user has allowed this application, as far as it has not ended."""


def location(redirect_uri: str, parameters: Dict[str, str]) -> str:
    """A redirect URI with parameters added; what was registered stays as it is, byte by byte."""
    separator = "&" if "?" in redirect_uri else "?"
    return redirect_uri + separator + urlencode(parameters)
