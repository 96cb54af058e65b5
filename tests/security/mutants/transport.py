"""Protections around a request: transactions, sessions, errors."""

from tests.security.mutants.edits import Call, NeverIf, Statement, Without, WithoutArgument
from tests.security.mutants.model import Mutant

CALLS = "object/test_calls.py::"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "half-done-work",
        "passing errors to Odoo, which rolls back and retries: they are answered at once",
        (
            Statement(
                "restapi/controllers/routing.py",
                "route.decorate.serve",
                "answering.answer",
                (
                    "from ..rest import problems\n\n"
                    "try:\n"
                    "    {statement}\n"
                    "except Exception as error:\n"
                    "    return problems.respond(error)"
                ),
            ),
        ),
        (
            CALLS + "test_a_method_that_writes_and_then_raises",
            "transport/test_transactions.py::test_a_serialization_failure_is_retried",
        ),
    ),
    Mutant(
        "session-cookies",
        "the rule that a session signs no one in",
        (
            Statement(
                "restapi/oauth/caller.py",
                "sign_in",
                "SIGN_IN_FIRST",
                (
                    "if not request.session.uid:\n"
                    "    {statement}\n"
                    "compat.set_user(request, request.session.uid)\n"
                    'request.restapi_scopes = frozenset("read create write delete call report".split())\n'
                    'return Caller(request.session.uid, request.restapi_scopes, "manual", is_signed=False)'
                ),
            ),
            # this guard refuses the same earlier
            Without("restapi/rest/transport/guard.py", "answer", "anonymous.refuse"),
        ),
        ("transport/test_stateless.py::test_a_session_cookie_authorises_nothing",),
    ),
    Mutant(
        "tracebacks",
        "the rule that tracebacks stay in the log",
        (
            Statement(
                "restapi/rest/problems.py",
                "_message",
                "__name__",
                (
                    "import traceback\n\n"
                    'return "".join(traceback.format_exception(type(exc), exc, exc.__traceback__))'
                ),
            ),
        ),
        ("object/test_hostile_requests.py::test_no_traceback",),
    ),
    Mutant(
        "tracebacks",
        "sign-in: the route goes on without a user, and fails later",
        (
            Call(
                "restapi/controllers/routing.py",
                "route.decorate.serve",
                "_sign_in",
                '{call} if request.httprequest.headers.get("Authorization") else None',
            ),
            Without("restapi/rest/transport/guard.py", "answer", "anonymous.refuse"),
        ),
        (
            "security/test_scopes_of_routes.py::"
            "test_every_route_without_sign_in_is_401_without_details",
        ),
    ),
    Mutant(
        "sessions",
        "the end of a request that discards the session: Odoo saves it and sends its cookie",
        (
            NeverIf(
                "restapi/rest/transport/legacy.py", "install.restapi_get_response", "isinstance"
            ),
            WithoutArgument(
                "restapi/controllers/routing.py", "_registered", "route", "save_session"
            ),
        ),
        (
            "transport/test_stateless.py::test_no_cookie_and_no_session_file",
            "object/test_hostile_requests.py::test_no_session",
        ),
        series=("14.0",),
    ),
    Mutant(
        "sessions",
        "the end of a request that discards the session: it is saved and its cookie sent",
        (
            Statement(
                "restapi/rest/transport/dispatcher.py",
                "RestDispatcher.pre_dispatch",
                "can_save",
                "self.request.session.is_dirty = True",
            ),
            Statement(
                "restapi/rest/transport/dispatcher.py",
                "RestDispatcher.post_dispatch",
                "set_csp",
                "self.request._save_session()",
            ),
        ),
        (
            "transport/test_stateless.py::test_no_cookie_and_no_session_file",
            "object/test_hostile_requests.py::test_no_session",
        ),
        series=("19.0",),
    ),
)
