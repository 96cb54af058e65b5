"""wkhtmltopdf, the program that Odoo prints PDF documents with, watched while it works.

Odoo waits for it without a limit of time, until the server kills the worker: the client would see
its connection break. Here the program is ended a little before that, and the client is told.
"""

import contextlib
import os
import re
import threading
import time
from typing import Iterator, List, Optional

import psutil

from odoo.exceptions import UserError

from ...compat import printing

# Context key: printing is for a request of this API and ends at this time.monotonic().
DEADLINE = "restapi_print_until"
# The rest of the server's time limit is for merging and answering.
SHARE_OF_LIMIT = 0.9


class WkhtmltopdfError(Exception):
    """It could not make the document; the text says why, without paths or markup."""


class TooSlow(WkhtmltopdfError):
    """It was ended because the time was over."""


def deadline() -> float:
    """When printing that starts now must end; ``inf`` on a server without a time limit."""
    limit = printing.time_limit()
    return time.monotonic() + limit * SHARE_OF_LIMIT if limit else float("inf")


@contextlib.contextmanager
def supervised(until: float) -> Iterator[None]:
    """Run Odoo's call of wkhtmltopdf, end the program in time, and say what failed.

    :raises WkhtmltopdfError: it is not there, failed, or took too long
    """
    overdue = threading.Event()
    thread_id = _thread_id()

    def end() -> None:
        overdue.set()
        for process in _programs(thread_id):
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()

    timer: Optional[threading.Timer] = None
    if until != float("inf"):
        timer = threading.Timer(max(0.0, until - time.monotonic()), end)
        timer.daemon = True
        timer.start()
    try:
        yield
    except OSError as error:
        raise WkhtmltopdfError("it can't be started: %s." % error.strerror) from error
    except UserError as error:
        if type(error) is not UserError:
            raise
        if overdue.is_set():
            raise TooSlow("it needed longer than the server's time limit allows.") from error
        raise WkhtmltopdfError(_reason(error)) from error
    finally:
        if timer:
            timer.cancel()


def checked(document: bytes) -> bytes:
    """The document, if it is one: some failures end with exit code 1 and an empty file.

    :raises WkhtmltopdfError: it is none
    """
    if not bytes(document[:5]) == b"%PDF-":
        raise WkhtmltopdfError("it ended without a document.")
    return document


def _reason(error: Exception) -> str:
    """Odoo's text, in the user's language, quotes the program's output; only the number is told."""
    code = re.search(r"-?\d+", str(error.args[0] if error.args else ""))
    return "it ended with error code %s." % code.group() if code else "it failed."


def _thread_id() -> Optional[int]:
    get_native_id = getattr(threading, "get_native_id", None)  # Python 3.8
    return get_native_id() if get_native_id else None


def _programs(thread_id: Optional[int]) -> List[psutil.Process]:
    """What a thread has started, and what that has started: other threads print for others."""
    own = psutil.Process(os.getpid())
    try:
        with open("/proc/self/task/%s/children" % thread_id) as file:
            started = [int(word) for word in file.read().split()]
    except OSError:  # no Linux, or an old Python: workers have one request at a time
        started = [child.pid for child in own.children()]
    programs: List[psutil.Process] = []
    for process in own.children():
        if process.pid in started:
            programs += [process, *process.children(recursive=True)]
    return programs
