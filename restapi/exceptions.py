"""Errors that a client sees; ``error_codes`` has their statuses.

``rest.problems`` turns them, and every other exception, into an answer.
"""

import difflib
import logging
from typing import Any, Dict, Iterable, List, Optional, Tuple

from .error_codes import ERROR_CODES

Headers = List[Tuple[str, str]]

MAX_NAME = 200


class RestapiError(Exception):
    """An error with a stable machine-readable code and the HTTP status of that code (RFC 9457).

    :param detail: what is wrong and what to do about it; shown to the client
    """

    status = 500
    code = "internal_error"
    # The level at which Odoo logs the exception with its traceback, which our own errors don't need.
    # ``rest.problems`` logs them in one line.
    loglevel = logging.DEBUG

    # pylint: disable-next=missing-return; this hook returns nothing
    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.status = ERROR_CODES[cls.code]

    def __init__(self, detail: str, headers: Optional[Headers] = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers: Headers = headers or []
        self.members: Dict[str, object] = {}


class BadRequest(RestapiError):
    code = "bad_request"


class InvalidParameter(BadRequest):
    """The value of a parameter is invalid. The member ``parameter`` names the parameter."""

    code = "invalid_parameter"

    def __init__(self, name: str, problem: str) -> None:
        super().__init__("Parameter '%s': %s" % (name, problem))
        self.members["parameter"] = name


class MissingParameter(BadRequest):
    code = "missing_parameter"

    def __init__(self, name: str) -> None:
        super().__init__("Parameter '%s' is required." % name)
        self.members["parameter"] = name


class UnknownParameter(BadRequest):
    code = "unknown_parameter"

    def __init__(
        self, name: str, known: Iterable[str], subject: str = "This route", advice: str = ""
    ) -> None:
        known = list(known)
        hint = nearest(name, known)
        if not hint:
            hint = "it takes %s." % ", ".join(sorted(known)) if known else "it takes none."
        super().__init__("%s has no parameter '%s'; %s%s" % (subject, name, hint, advice))
        self.members["parameter"] = name


class UnknownField(BadRequest):
    code = "unknown_field"

    def __init__(
        self, model: str, name: str, known: Iterable[str], fallback: str = "see fields_get."
    ) -> None:
        hint = nearest(name, known) or fallback
        super().__init__("Model '%s' has no field '%s'; %s" % (model, name, hint))
        self.members["field"] = name


class InvalidDomain(BadRequest):
    code = "invalid_domain"


class Unauthorized(RestapiError):
    """The request has no usable credentials.

    The challenges are sent as ``WWW-Authenticate`` (RFC 9110 §11.6.1).
    """

    code = "unauthorized"
    challenges = ('Bearer realm="restapi"', 'OAuth realm="restapi"')

    def __init__(self, detail: str) -> None:
        super().__init__(detail, [("WWW-Authenticate", value) for value in self.challenges])


class InvalidToken(Unauthorized):
    """The token is malformed, expired, revoked or forged (RFC 6750 §3.1)."""

    code = "invalid_token"
    challenges = (
        'Bearer realm="restapi", error="invalid_token"',
        'OAuth realm="restapi"',
    )


class InvalidSignature(Unauthorized):
    """A signed request failed verification (RFC 5849 §3.2). The error doesn't reveal which part failed."""

    code = "invalid_signature"

    def __init__(self) -> None:
        super().__init__(
            "The consumer key, the token, its verifier or the signature is not valid. "
            "Sign the method, the URL as the server sees it, and all parameters."
        )


class Forbidden(RestapiError):
    code = "forbidden"


class InsufficientScope(Forbidden):
    """The token is valid but lacks the scope of the route (RFC 6750 §3.1)."""

    code = "insufficient_scope"

    def __init__(self, scope: str) -> None:
        super().__init__(
            "This request needs the scope '%s', which the token does not have. Request it when you "
            "sign in; the application must be allowed to use it." % scope,
            [
                (
                    "WWW-Authenticate",
                    'Bearer realm="restapi", error="insufficient_scope", scope="%s"' % scope,
                )
            ],
        )
        self.members["scope"] = scope


class NotFollowed(Forbidden):
    """Nobody has turned on that the changes of a model are noted."""

    code = "not_followed"

    def __init__(self, model: str) -> None:
        super().__init__(
            "The changes of '%s' are not followed. A manager of the REST API can turn that on: in the menu "
            "Followed Models, or by POST /object/restapi.followed." % model
        )


class PasswordByToken(Forbidden):
    """A token was used to change or check a password, an API key or a second factor."""

    code = "password_by_token"

    def __init__(self) -> None:
        super().__init__(
            "A token can't be used to change or check passwords, API keys or second factors; users do "
            "that in Odoo itself. A password can only be set when a user is created."
        )


class NotFound(RestapiError):
    code = "not_found"


class UnknownModel(NotFound):
    code = "unknown_model"

    def __init__(self, model: str, known: Iterable[str]) -> None:
        hint = nearest(model, known) or "it may belong to an addon that is not installed."
        super().__init__("There is no model '%s'; %s" % (model, hint))


class UnknownRecord(NotFound):
    code = "unknown_record"

    def __init__(self, model: str, ids: Iterable[int]) -> None:
        # most JSON parsers of clients can't read longer numbers
        readable = [record_id for record_id in ids if record_id.bit_length() <= 64]
        named = ", ".join(map(str, readable)) or "with an id that long"
        super().__init__("Model '%s' has no record %s. Nothing was done." % (model, named))
        self.members["ids"] = readable


class UnknownMethod(NotFound):
    code = "unknown_method"


class UnknownReport(NotFound):
    code = "unknown_report"

    def __init__(self, name: str, known: Iterable[str]) -> None:
        fallback = "the names are in the field report_name of the model ir.actions.report."
        super().__init__("There is no report '%s'; %s" % (name, nearest(name, known) or fallback))


class UnsupportedReport(NotFound):
    """The report has a type that another addon defines. Odoo's ``/report`` routes don't print it either."""

    code = "unsupported_report"

    def __init__(self, name: str, report_type: str, supported: Iterable[str]) -> None:
        super().__init__(
            "Report '%s' has the type '%s'; this API prints reports of the types %s."
            % (name, report_type, ", ".join(supported))
        )


class Conflict(RestapiError):
    code = "request_conflict"


class InProgress(Conflict):
    """Another request does what this one asks for, or something that excludes it, and takes long.

    :param retry_after: value of the header ``Retry-After``, in seconds
    """

    code = "in_progress"

    def __init__(
        self,
        detail: str = "Other requests are creating or changing such records; send this one again.",
        retry_after: int = 1,
    ) -> None:
        super().__init__(detail, [("Retry-After", str(retry_after))])


class CannotDryRun(Conflict):
    """A dry run did what can't be undone.

    :param attempt: what it did, as the end of a sentence
    """

    code = "cannot_dry_run"

    def __init__(self, attempt: str) -> None:
        super().__init__(
            "This request can't be tried by a dry run: Odoo's code %s, which can't be undone. "
            "Nothing was changed." % attempt
        )


class CommitsByItself(Conflict):
    """A request that must be one transaction committed a part of it.

    :param attempt: what Odoo's code did, as the end of a sentence
    """

    code = "commits_by_itself"

    def __init__(self, attempt: str) -> None:
        super().__init__(
            "Odoo's code %s here, so this request can't be done as a whole or not at all: send it without "
            "Idempotency-Key, and not in a batch. Nothing was changed." % attempt
        )


class NoDatabase(NotFound):
    code = "no_database"


class MethodNotAllowed(RestapiError):
    code = "method_not_allowed"

    def __init__(self, method: str, allowed: Iterable[str], hint: str = "") -> None:
        names = ", ".join(sorted(allowed))
        super().__init__(
            "%s is not allowed here; this path takes %s.%s" % (method, names, hint),
            [("Allow", names)],
        )


class NotAcceptable(RestapiError):
    code = "not_acceptable"

    def __init__(self, offered: Iterable[str]) -> None:
        offered = list(offered)
        super().__init__(
            "None of the media types in Accept is available; this route offers %s."
            % ", ".join(offered)
        )
        self.members["offered"] = offered


class ResyncRequired(RestapiError):
    """What has changed since a token of the feed of changes is not known any more."""

    code = "resync_required"


class LengthRequired(RestapiError):
    code = "length_required"


class PreconditionFailed(RestapiError):
    code = "precondition_failed"


class PreconditionUnsupported(PreconditionFailed):
    """A precondition that can't be evaluated and, by RFC 9110 §13.2, must not be ignored."""

    code = "precondition_unsupported"

    def __init__(self, header: str) -> None:
        super().__init__(
            "%s can't be evaluated for this request; leave it out. Nothing was done." % header
        )


class PreconditionRequired(RestapiError):
    """The application has to send ``If-Match`` with each change (RFC 6585 §3)."""

    code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(
            "This application must send If-Match with its changes: read the record, and send back its "
            "ETag. Change one record at a time. Nothing was done."
        )


class PayloadTooLarge(RestapiError):
    code = "payload_too_large"


class UnsupportedMediaType(RestapiError):
    code = "unsupported_media_type"


class UnprocessableContent(RestapiError):
    code = "unprocessable_content"


class IdempotencyKeyReused(UnprocessableContent):
    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "Another request was sent with this Idempotency-Key. Use a new key for each request, and the "
            "same one only to repeat it unchanged. Nothing was done."
        )


class FailedDependency(RestapiError):
    """A request of a batch refers to one that failed (RFC 4918 §11.4)."""

    code = "failed_dependency"


class HeaderTooLarge(RestapiError):
    """A request header is too long (RFC 6585 §5).

    :param limit: the greatest length, in characters
    """

    code = "header_too_large"

    def __init__(self, header: str, limit: int) -> None:
        super().__init__("The header %s is longer than %d characters." % (header, limit))


class ServiceUnavailable(RestapiError):
    """Something that the request needs is temporarily unavailable.

    :param retry_after: value of the header ``Retry-After``, in seconds
    """

    code = "service_unavailable"
    loglevel = logging.WARNING

    def __init__(self, detail: str, retry_after: int = 1) -> None:
        super().__init__(detail, [("Retry-After", str(retry_after))])


def nearest(name: str, known: Iterable[str]) -> str:
    """``"did you mean 'email'?"``, or an empty string if no known name is similar."""
    if len(name) > MAX_NAME:  # no name is similar, and the comparison would take long
        return ""
    known = list(known)
    matches = difflib.get_close_matches(name, known, n=1, cutoff=0.8)
    # suggest `move_type` for `type`, although other names have a higher ratio
    matches = matches or [candidate for candidate in known if candidate.endswith("_" + name)][:1]
    matches = matches or difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    return "did you mean '%s'?" % matches[0] if matches else ""
