"""Confinement of wkhtmltopdf (docs/reference/reports.rst): it loads resources only from this server, and
only those that the caller may see."""

import contextlib
from typing import Iterator, List

from odoo.http import request

from ...compat import printing
from ...odoo_types import Context, Record
from . import proxy, session

MAX_SECONDS = 3600  # on a server without a time limit

# Context key: the proxy that wkhtmltopdf has to use.
PROXY = "restapi_print_proxy"


class Proxy(str):
    """The proxy's URL; a class of its own, which no client can send in a context."""


@contextlib.contextmanager
def confined(report: Record) -> Iterator[Record]:
    """The report with a context in which wkhtmltopdf reaches nothing but this server."""
    # not the report's environment, which may be the superuser's: pictures need the caller's rights
    env = request.env
    mark = session.mark(env.uid, printing.time_limit() or MAX_SECONDS)
    own = proxy.origins(printing.base_urls(report))
    with contextlib.ExitStack() as stack:
        stack.enter_context(printing.no_session(request))
        session_id = stack.enter_context(printing.print_session(env, {session.MARK: mark}))
        url = stack.enter_context(proxy.running(own, "session_id=%s" % session_id))
        yield report.with_context(**{PROXY: Proxy(url)})


def arguments(context: Context) -> List[str]:
    """Additional command-line arguments for wkhtmltopdf.

    They disable scripts in the body, since WebSocket connections bypass the proxy. The scripts in
    headers and footers, which number the pages, still run.
    """
    url = context.get(PROXY)
    if not isinstance(url, Proxy):
        return []
    return ["--disable-local-file-access", "--disable-javascript", "--proxy", url]
