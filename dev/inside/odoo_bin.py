"""Starts Odoo's command line with Odoo's own Python, for every series."""

import ctypes
import os
import signal
import sys

os.environ["TZ"] = "UTC"  # before `time` is imported, as in Odoo's own script


def end_with_parent() -> None:
    """Asks the kernel to end this process when `dev` ends, even if killed, so that ports become free."""
    parent = os.environ.pop("RESTAPI_DEV_PARENT", "")
    if parent:
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
        if os.getppid() != int(parent):  # it has already ended
            raise SystemExit(1)


def is_spare() -> bool:
    """Whether this is the process for websockets, and the tests said that they need none: it would take a
    second of CPU time for each server."""
    return sys.argv[1:2] == ["gevent"] and "RESTAPI_DEV_NO_WEBSOCKETS" in os.environ


if __name__ == "__main__":
    end_with_parent()
    while is_spare():
        signal.pause()  # if it ended, Odoo would start another
    import odoo.cli

    odoo.cli.main()
