"""Problem documents for all exceptions (RFC 9457, docs/reference/errors.rst).

``to_problem`` is the only place that maps exceptions to statuses; the transports of all series
use it.
"""

import json
import logging
import secrets
from typing import Any, Dict, NamedTuple, Optional, Tuple

import psycopg2
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response
from werkzeug.wsgi import ClosingIterator

from odoo import exceptions as odoo_exceptions
from odoo.sql_db import PoolError

from ..error_codes import ERROR_CODES, OTHER_STATUS, STATUSES
from ..exceptions import Headers, RestapiError
from ..odoo_types import Environ
from . import constraints, logs
from .request import negotiation
from .response import envelopes

_logger = logging.getLogger(__name__)
_logger.addFilter(logs.Printable())

CONTENT_TYPE = "application/problem+json"
MAX_DETAIL = 1000  # characters; a detail may quote values of any length
RETRY_AFTER = 1  # seconds; long enough for contention to end
RETRY_AFTER_UPDATE = 5
# The key in the WSGI environment of what names the failed request of a batch.
FAILED_KEY = "restapi.failed"
CHANGING = ("42P01", "42703", "42704", "42883")  # SQLSTATE: no such table, column, type, function
LIMITS_OF_POSTGRESQL = "54"  # class of SQLSTATE: value too long for an index, statement too complex

# What the ORM and business code raise for invalid values.
VALUE_ERRORS = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,  # such as a search method's, for an operator that its field doesn't support
    RecursionError,
)


class OdooError(Exception):
    """Odoo's code raised an error about a value that isn't one of ``odoo.exceptions``."""

    loglevel = logging.INFO


class OdooFailure(OdooError):
    """Odoo's code failed for a reason other than an invalid value; only the log has the details."""


class Problem(NamedTuple):
    status: int
    code: str
    detail: str
    headers: Headers = []
    members: Dict[str, Any] = {}


def to_problem(exc: BaseException) -> Problem:
    """The status, code and detail for the client; they contain nothing internal."""
    if isinstance(exc, RestapiError):
        return Problem(exc.status, exc.code, exc.detail, exc.headers, exc.members)
    if isinstance(exc, RequestRedirect):  # for double slashes; it would turn a POST into a GET
        return _problem("not_found", "There is nothing here; use single slashes in the path.")
    if isinstance(exc, HTTPException) and exc.code:
        return _http_problem(exc)
    broken = constraints.cause(exc)
    if broken is not None:
        return _constraint_problem(exc, broken)
    if isinstance(exc, (psycopg2.Error, PoolError)):
        return _database_problem(exc)
    if isinstance(exc, odoo_exceptions.MissingError):
        return _problem("unknown_record", _message(exc), members=_origin(exc))
    if isinstance(exc, OdooError) and exc.__cause__ is not None:
        return _problem("odoo_error", _message(exc), members=_origin(exc.__cause__))
    if isinstance(exc, _ODOO_EXCEPTIONS):
        return _problem(_odoo_code(exc), _message(exc), members=_origin(exc))
    return _problem(
        "internal_error",
        "The server failed; its log has the details under this request id.",
    )


def _problem(
    code: str,
    detail: str,
    headers: Optional[Headers] = None,
    members: Optional[Dict[str, Any]] = None,
) -> Problem:
    return Problem(ERROR_CODES[code], code, detail, headers or [], members or {})


def respond_to(environ: Environ, exc: BaseException) -> Response:
    """As ``respond``, in the envelope of the application that sent the request."""
    is_deployed = environ.get(envelopes.ENVIRON_KEY) == envelopes.DEPLOYED
    return respond(exc, is_deployed, environ.get(FAILED_KEY, {}))


def respond(
    exc: BaseException, is_deployed: bool = False, members: Optional[Dict[str, Any]] = None
) -> Response:
    """Log an exception under a new request id and render it.

    :param is_deployed: use the envelope of the commercial module, see ``response.envelopes``
    :param members: further members of the problem document
    """
    problem = to_problem(exc)
    request_id = secrets.token_hex(8)
    _log(exc, problem, request_id)
    if is_deployed:
        return _as_deployed(problem, request_id, members or {})
    body = {
        "type": "about:blank",
        "title": STATUSES.get(problem.status, OTHER_STATUS)[0],
        "status": problem.status,
        "detail": problem.detail[:MAX_DETAIL],
        "code": problem.code,
        "request_id": request_id,
        **problem.members,
        **(members or {}),
    }
    return _response(problem, body, CONTENT_TYPE)


def _as_deployed(problem: Problem, request_id: str, members: Dict[str, Any]) -> Response:
    error = {"code": problem.status, "message": problem.detail[:MAX_DETAIL], **members}
    response = _response(problem, {"error": error}, negotiation.JSON)
    response.headers["X-Request-ID"] = request_id
    return response


class _PreconditionFailed(Response):
    """A 412 response that keeps its body, which Werkzeug before 0.15 drops."""

    def get_wsgi_response(self, environ: Environ) -> Tuple[Any, str, Any]:
        body = self.get_data()
        self.headers["Content-Length"] = str(len(body))
        sent = [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
        return ClosingIterator(sent, self.close), self.status, list(self.headers)


def _response(problem: Problem, body: Dict[str, Any], content_type: str) -> Response:
    response_class = _PreconditionFailed if problem.status == 412 else Response
    headers = [
        ("Content-Type", content_type),
        ("Cache-Control", "no-store"),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return response_class(
        json.dumps(body, ensure_ascii=False),
        status=problem.status,
        headers=headers + problem.headers,
    )


_ODOO_CODES: Tuple[Tuple[str, str], ...] = (
    ("AccessDenied", "access_denied"),
    ("AccessError", "access_error"),
    ("ValidationError", "validation_error"),
    ("RedirectWarning", "user_error"),
    ("UserError", "user_error"),
    ("except_orm", "user_error"),  # base class of the others up to 13.0
)
_ODOO_EXCEPTIONS = tuple(
    getattr(odoo_exceptions, name) for name, _ in _ODOO_CODES if hasattr(odoo_exceptions, name)
)


def _odoo_code(exc: BaseException) -> str:
    names = [cls.__name__ for cls in type(exc).__mro__]
    return next(code for name, code in _ODOO_CODES if name in names)


def _http_problem(exc: HTTPException) -> Problem:
    status = exc.code or 500
    headers = [
        (name, value)
        for name, value in exc.get_headers(None)
        if name.lower() in ("allow", "content-range", "retry-after", "www-authenticate")
    ]
    title, code = STATUSES.get(status, OTHER_STATUS)
    return Problem(status, code, exc.description or title, headers)


def _constraint_problem(exc: BaseException, broken: psycopg2.IntegrityError) -> Problem:
    origin = {} if exc is broken else _origin(exc)
    text = "" if exc is broken or _quotes_postgresql(exc) else _message(exc)
    code, detail, members = constraints.violation(broken, text)
    return _problem(code, detail, members={**members, **origin})


def _database_problem(exc: BaseException) -> Problem:
    """For when Odoo's retry loop has given up or PostgreSQL is unreachable.

    The text of the error may contain SQL, so clients don't get it.
    """
    retry = [("Retry-After", str(RETRY_AFTER))]
    if isinstance(exc, psycopg2.DataError):
        return _problem("invalid_value", "A value is out of the range of its column.")
    if str(getattr(exc, "pgcode", "") or "").startswith(LIMITS_OF_POSTGRESQL):
        return _problem("invalid_value", "A value or the request is too large or too complex.")
    if isinstance(exc, psycopg2.extensions.TransactionRollbackError):
        return _problem(
            "conflict",
            "Another transaction is changing the same records. Nothing was done; try again.",
            retry,
        )
    if isinstance(exc, (psycopg2.OperationalError, psycopg2.InterfaceError, PoolError)):
        return _problem("database_unavailable", "The database is unavailable; try again.", retry)
    if getattr(exc, "pgcode", None) in CHANGING:
        # this worker hasn't reloaded after a module was updated or removed, or the update was not run
        return _problem(
            "database_unavailable",
            "The database doesn't match the server's code: an addon is being updated or removed. "
            "Try again.",
            [("Retry-After", str(RETRY_AFTER_UPDATE))],
        )
    return _problem("internal_error", "The server failed; its log has the details.")


def _message(exc: BaseException) -> str:
    """Odoo's message for its users; exceptions of older series keep it in ``name``.

    In newer series it may be an object that is translated on conversion to text.
    """
    if _quotes_postgresql(exc):
        return "A constraint of the database forbids this."
    text = str(exc.args[0] or "") if exc.args else ""
    return text or str(getattr(exc, "name", "")) or type(exc).__name__


def _quotes_postgresql(exc: BaseException) -> bool:
    """Whether a message quotes PostgreSQL's text, which contains values of other users' records.

    Odoo quotes it for a constraint without a message.
    """
    diagnosis = getattr(exc.__cause__ or exc.__context__, "diag", None)
    messages = (getattr(diagnosis, part, None) for part in ("message_primary", "message_detail"))
    return any(text and text in str(exc) for text in messages)


def _origin(exc: BaseException) -> Dict[str, Any]:
    return {"exception": "%s.%s" % (type(exc).__module__, type(exc).__qualname__)}


def _log(exc: BaseException, problem: Problem, request_id: str) -> None:
    failed = problem.status >= 500 and problem.status != 503
    if failed or isinstance(exc, OdooFailure):
        _logger.error("Request %s failed", request_id, exc_info=exc)
        return
    if getattr(exc, "pgcode", None) in CHANGING:
        _logger.warning("Request %s: %s", request_id, problem.detail, exc_info=exc)
        return
    level = max(logging.INFO, getattr(exc, "loglevel", logging.INFO))
    # the log gets the database's own text, which clients don't
    text = str(exc) if isinstance(exc, psycopg2.Error) else problem.detail
    line = " ".join(text.split())[:MAX_DETAIL]
    _logger.log(level, "Request %s: %s: %s", request_id, problem.code, line)
