"""Protections of printing."""

from tests.security.mutants.edits import (
    Argument,
    If,
    NeverIf,
    Returns,
    Without,
    WithoutItem,
    WithoutOperand,
)
from tests.security.mutants.model import Mutant

NETWORK = "report/test_network.py::test_"
SESSION = "report/test_print_session.py::test_"
PROXY = "restapi/rest/report/proxy.py"
PRINT_SESSION = "restapi/rest/report/session.py"
PRINTING = "restapi/rest/report/printing.py"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "printing",
        "the proxy",
        (
            Returns(
                PRINTING,
                "arguments",
                '["--disable-local-file-access", "--disable-javascript"]',
                "--proxy",
            ),
        ),
        (NETWORK + "nothing_leaves_for_other_servers",),
    ),
    Mutant(
        "printing",
        "the rule that scripts in document bodies don't run: WebSocket bypasses the proxy",
        (WithoutItem(PRINTING, "arguments", "--disable-javascript"),),
        (NETWORK + "nothing_leaves_for_other_servers",),
    ),
    Mutant(
        "printing",
        "the comparison of the proxy's targets with this server's addresses",
        (If(PROXY, "Handler._own", "own", "target"),),
        (NETWORK + "nothing_leaves_for_other_servers", SESSION + "the_proxy"),
    ),
    Mutant(
        "printing",
        "the proxy's password",
        (If(PROXY, "Handler._is_authorized", "compare_digest", "{0} is not None"),),
        (SESSION + "the_proxy",),
    ),
    Mutant(
        "printing",
        "the check of the server's certificate",
        (Argument(PROXY, "Handler._exchange", "client_context", 0, "False"),),
        (NETWORK + "over_https",),
    ),
    Mutant(
        "printing",
        "the caller in the session: images are read as the superuser",
        (Argument(PRINTING, "confined", "session.mark", 0, "1"),),
        (NETWORK + "an_image_without_access",),
    ),
    Mutant(
        "printing",
        "the list of paths that the session may read",
        (Argument(PRINT_SESSION, "_PATHS", "compile", 0, '"/"'),),
        (SESSION + "what_the_session_can_do",),
        raises="requests.exceptions",
    ),
    Mutant(
        "printing",
        "the check of the media type that the session reads",
        (NeverIf(PRINT_SESSION, "check", "_MEDIA_TYPES.match"),),
        (SESSION + "what_the_session_can_do",),
    ),
    Mutant(
        "printing",
        "the end of the session after printing",
        (Without("restapi/compat/printing.py", "print_session", "delete"),),
        (SESSION + "what_the_session_can_do",),
    ),
    Mutant(
        "printing",
        "the expiry of the session after its worker was killed",
        (WithoutOperand(PRINT_SESSION, "caller", "until"),),
        (SESSION + "a_killed_worker_leaves_a_session_that_expires",),
    ),
    Mutant(
        "printing",
        "the session that is never stored: Odoo passes on the session of the request",
        (Without(PRINTING, "confined", "no_session"),),
        (SESSION + "wkhtmltopdf_gets_no_session",),
    ),
    Mutant(
        "printing",
        "the confinement of calls that print",
        (
            If(
                "restapi/models/ir_actions_report.py",
                "IrActionsReport._restapi_run",
                "is_own_path",
                "not self.env.context.get(wkhtmltopdf.DEADLINE)",
            ),
        ),
        (SESSION + "wkhtmltopdf_gets_no_session",),
    ),
)
