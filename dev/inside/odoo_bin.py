"""Starts Odoo's command line, run by Odoo's own Python: the same file for every series and source."""

import ctypes
import os
import signal

os.environ["TZ"] = "UTC"  # before the time module is imported, as Odoo's own script does


def end_with_parent() -> None:
    """Asks the kernel to end this process when `dev` dies, even if it is killed: no port stays taken."""
    parent = os.environ.pop("RESTAPI_DEV_PARENT", "")
    if parent:
        pr_set_pdeathsig = 1
        ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
        if os.getppid() != int(parent):  # it was quicker
            raise SystemExit(1)


if __name__ == "__main__":
    end_with_parent()
    import odoo.cli

    odoo.cli.main()
