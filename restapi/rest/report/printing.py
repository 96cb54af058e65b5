"""Where wkhtmltopdf may get what a document shows (docs/reference/reports.rst): from this server, and only what the
caller may see."""

import contextlib
from typing import Iterator, List

from odoo.http import request

from ...compat import printing
from ...odoo_types import Context, Record
from . import proxy, session

MAX_SECONDS = 3600  # on a server without a limit of time

# Context key: the proxy that wkhtmltopdf has to use.
PROXY = "restapi_print_proxy"


class Proxy(str):
    """Its URL; of a class that no context of a client can hold."""


@contextlib.contextmanager
def confined(report: Record) -> Iterator[Record]:
    """The report, as which Odoo starts a wkhtmltopdf that reaches nothing but this server."""
    # the environment of a report may be the superuser's: pictures are for the caller
    env = request.env
    mark = session.mark(env.uid, printing.time_limit() or MAX_SECONDS)
    own = proxy.origins(printing.base_urls(report))
    with contextlib.ExitStack() as stack:
        stack.enter_context(printing.no_session(request))
        session_id = stack.enter_context(printing.print_session(env, {session.MARK: mark}))
        url = stack.enter_context(proxy.running(own, "session_id=%s" % session_id))
        yield report.with_context(**{PROXY: Proxy(url)})


def arguments(context: Context) -> List[str]:
    """What wkhtmltopdf is told besides.

    Scripts of the body don't run, since WebSocket knows no proxy; those that number the pages do,
    which stand in headers and footers.
    """
    url = context.get(PROXY)
    if not isinstance(url, Proxy):
        return []
    return ["--disable-local-file-access", "--disable-javascript", "--proxy", url]
