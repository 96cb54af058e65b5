"""Supervision of wkhtmltopdf, the program that Odoo prints PDF documents with.

Odoo waits for it until the server kills the worker at its time limit, which breaks the client's
connection. Here the program is killed a little earlier, so that the client gets an error.
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

# Context key of print jobs of this API: the deadline, as a value of time.monotonic().
DEADLINE = "restapi_print_until"
# The rest of the server's time limit is left for merging and answering.
SHARE_OF_LIMIT = 0.9


class WkhtmltopdfError(Exception):
    """wkhtmltopdf failed; the text says why, without paths or markup."""


class TooSlow(WkhtmltopdfError):
    """wkhtmltopdf was killed at the deadline."""


def deadline() -> float:
    """When a print job that starts now must end, by ``time.monotonic()``; ``inf`` without a time limit."""
    limit = printing.time_limit()
    return time.monotonic() + limit * SHARE_OF_LIMIT if limit else float("inf")


@contextlib.contextmanager
def supervised(until: float) -> Iterator[None]:
    """Supervise Odoo's call of wkhtmltopdf: kill the program at the deadline, and report what failed.

    :param until: the deadline, as a value of ``time.monotonic()``
    :raises WkhtmltopdfError: the program is missing, failed, or took too long
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
            raise TooSlow("it took longer than the server's time limit allows.") from error
        raise WkhtmltopdfError(_reason(error)) from error
    finally:
        if timer:
            timer.cancel()


def checked(document: bytes) -> bytes:
    """The document. Some failures end with exit code 1 and an empty file.

    :raises WkhtmltopdfError: it is not a PDF document
    """
    if not bytes(document[:5]) == b"%PDF-":
        raise WkhtmltopdfError("it produced no document.")
    return document


def _reason(error: Exception) -> str:
    """The exit code alone: Odoo's text, in the user's language, quotes the output of the program."""
    code = re.search(r"-?\d+", str(error.args[0] if error.args else ""))
    return "it ended with error code %s." % code.group() if code else "it failed."


def _thread_id() -> Optional[int]:
    get_native_id = getattr(threading, "get_native_id", None)  # Python 3.8
    return get_native_id() if get_native_id else None


def _programs(thread_id: Optional[int]) -> List[psutil.Process]:
    """The processes that a thread has started, with their descendants; other threads have print jobs of
    their own."""
    own = psutil.Process(os.getpid())
    try:
        with open("/proc/self/task/%s/children" % thread_id) as file:
            started = [int(word) for word in file.read().split()]
    except OSError:  # not Linux, or an old Python; a worker there handles one request at a time
        started = [child.pid for child in own.children()]
    programs: List[psutil.Process] = []
    for process in own.children():
        if process.pid in started:
            programs += [process, *process.children(recursive=True)]
    return programs
