"""One answer for every exception: problem documents (RFC 9457, docs/reference/errors.rst).

``to_problem`` is the only place that maps exceptions to statuses; the transports of all series
and the tests use it.
"""

import json
import logging
import secrets
from typing import Any, Dict, NamedTuple, Tuple

import psycopg2
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response
from werkzeug.wsgi import ClosingIterator

from odoo import exceptions as odoo_exceptions
from odoo.sql_db import PoolError

from ..exceptions import OTHER_STATUS, STATUSES, Headers, RestapiError
from ..odoo_types import Environ
from . import constraints, logs
from .request import negotiation
from .response import envelopes

_logger = logging.getLogger(__name__)
_logger.addFilter(logs.Printable())

CONTENT_TYPE = "application/problem+json"
MAX_DETAIL = 1000  # characters; what is named in it may be of any length
RETRY_AFTER = 1  # seconds; contention is over by then
RETRY_AFTER_UPDATE = 5
CHANGING = ("42P01", "42703", "42704", "42883")  # SQLSTATE: no such table, column, type, function
LIMITS_OF_POSTGRESQL = "54"  # class of SQLSTATE: too long for an index, too deep for a statement

# Raised by the ORM and by business code about values that they can't use.
VALUE_ERRORS = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    NotImplementedError,
    RecursionError,
)


class OdooError(Exception):
    """What Odoo's own code raised, other than its own exceptions, while it worked for a caller."""

    loglevel = logging.INFO


class OdooFailure(OdooError):
    """Odoo's own code failed in a way that is nobody's value; the log has all of it."""


class Problem(NamedTuple):
    status: int
    code: str
    detail: str
    headers: Headers = []
    members: Dict[str, Any] = {}


def to_problem(exc: BaseException) -> Problem:
    """The status, code and detail that a client is told; nothing in it is internal."""
    if isinstance(exc, RestapiError):
        return Problem(exc.status, exc.code, exc.detail, exc.headers, exc.members)
    if isinstance(exc, RequestRedirect):  # of doubled slashes: it would turn a POST into a GET
        return Problem(
            404, "not_found", "There is nothing here; write the path with single slashes."
        )
    if isinstance(exc, HTTPException) and exc.code:
        return _http_problem(exc)
    broken = constraints.cause(exc)
    if broken is not None:
        return _constraint_problem(exc, broken)
    if isinstance(exc, (psycopg2.Error, PoolError)):
        return _database_problem(exc)
    if isinstance(exc, odoo_exceptions.MissingError):
        return Problem(404, "unknown_record", _message(exc), members=_origin(exc))
    if isinstance(exc, OdooError) and exc.__cause__ is not None:
        return Problem(403, "odoo_error", _message(exc), members=_origin(exc.__cause__))
    if isinstance(exc, _ODOO_EXCEPTIONS):
        return Problem(403, _odoo_code(exc), _message(exc), members=_origin(exc))
    return Problem(
        500,
        "internal_error",
        "The server failed; its log has the reason under this request id.",
    )


def respond_to(environ: Environ, exc: BaseException) -> Response:
    """The same in the way in which the application that sent the request is answered."""
    return respond(exc, environ.get(envelopes.ENVIRON_KEY) == envelopes.DEPLOYED)


def respond(exc: BaseException, is_deployed: bool = False) -> Response:
    """Log an exception under a new request id and render it.

    :param is_deployed: in the way of the module as it was deployed, see ``answers``
    """
    problem = to_problem(exc)
    request_id = secrets.token_hex(8)
    _log(exc, problem, request_id)
    if is_deployed:
        return _as_deployed(problem, request_id)
    body = {
        "type": "about:blank",
        "title": STATUSES.get(problem.status, OTHER_STATUS)[0],
        "status": problem.status,
        "detail": problem.detail[:MAX_DETAIL],
        "code": problem.code,
        "request_id": request_id,
        **problem.members,
    }
    return _response(problem, body, CONTENT_TYPE)


def _as_deployed(problem: Problem, request_id: str) -> Response:
    error = {"code": problem.status, "message": problem.detail[:MAX_DETAIL]}
    response = _response(problem, {"error": error}, negotiation.JSON)
    response.headers["X-Request-ID"] = request_id
    return response


class _PreconditionFailed(Response):
    """A 412 with the body that it was given, which Werkzeug before 0.15 takes away."""

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
    ("except_orm", "user_error"),  # up to 13.0, the base of the others
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
    text = "" if exc is broken or _is_postgresqls(exc) else _message(exc)
    status, code, detail, members = constraints.violation(broken, text)
    return Problem(status, code, detail, members={**members, **origin})


def _database_problem(exc: BaseException) -> Problem:
    """Odoo's retry loop has given up, or PostgreSQL is away; the text may hold SQL, so it stays here."""
    retry = [("Retry-After", str(RETRY_AFTER))]
    if isinstance(exc, psycopg2.DataError):
        return Problem(400, "invalid_value", "A value is out of the range of its column.")
    if str(getattr(exc, "pgcode", "") or "").startswith(LIMITS_OF_POSTGRESQL):
        return Problem(400, "invalid_value", "A value or the request is too large or too complex.")
    if isinstance(exc, psycopg2.extensions.TransactionRollbackError):
        return Problem(
            503, "conflict", "Others write the same records; nothing was done, try again.", retry
        )
    if isinstance(exc, (psycopg2.OperationalError, psycopg2.InterfaceError, PoolError)):
        return Problem(503, "database_unavailable", "The database is away; try again.", retry)
    if getattr(exc, "pgcode", None) in CHANGING:
        # this worker has not heard yet that a module was updated or removed; or the update is missing
        return Problem(
            503,
            "database_unavailable",
            "The database does not fit the server: an addon is being updated or removed. Try again.",
            [("Retry-After", str(RETRY_AFTER_UPDATE))],
        )
    return Problem(500, "internal_error", "The server failed; its log has the reason.")


def _message(exc: BaseException) -> str:
    """The text that Odoo wrote for its users; exceptions of older series keep it in ``name``.

    Newer ones may have it as an object that is translated when it is written.
    """
    if _is_postgresqls(exc):
        return "A constraint of the database forbids this."
    text = str(exc.args[0] or "") if exc.args else ""
    return text or str(getattr(exc, "name", "")) or type(exc).__name__


def _is_postgresqls(exc: BaseException) -> bool:
    """Whether a text has words of PostgreSQL, which names values of others' records: where no constraint
    has a message of its own, Odoo repeats them."""
    diagnosis = getattr(exc.__cause__ or exc.__context__, "diag", None)
    said = (getattr(diagnosis, part, None) for part in ("message_primary", "message_detail"))
    return any(text and text in str(exc) for text in said)


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
    # what the database says is told to no client
    text = str(exc) if isinstance(exc, psycopg2.Error) else problem.detail
    line = " ".join(text.split())[:MAX_DETAIL]
    _logger.log(level, "Request %s: %s: %s", request_id, problem.code, line)
