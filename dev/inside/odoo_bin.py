"""Starts Odoo's command line with Odoo's own Python, for every series."""

import ctypes
import importlib.abc
import importlib.machinery
import os
import signal
import sys

os.environ["TZ"] = "UTC"  # before `time` is imported, as in Odoo's own script


def end_with(parent):
    """Asks the kernel to end this process when its parent ends, even if killed, so that ports become free."""
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGTERM)
    if os.getppid() != parent:  # it has already ended
        raise SystemExit(1)


def prepare():
    """What has to be done before Odoo is imported."""
    parent = os.environ.pop("RESTAPI_DEV_PARENT", "")
    if parent:
        end_with(int(parent))
    if "RESTAPI_DEV_QUICK_HASHES" in os.environ:
        sys.meta_path.insert(0, QuickHashes())


def is_spare():
    """Whether this is the process for websockets, and the tests said that they need none: it would take a
    second of CPU time for each server."""
    return sys.argv[1:2] == ["gevent"] and "RESTAPI_DEV_NO_WEBSOCKETS" in os.environ


class QuickHashes(importlib.abc.MetaPathFinder):
    """Lowers the least number of rounds for the hash of a password, which takes a third of a second from 17.0 on.

    Sign-ins of users are the greatest part of what many tests cost.
    """

    NAME = "odoo.addons.base.models.res_users"
    ROUNDS = 1000

    def find_spec(self, fullname, path, target=None):
        if fullname != self.NAME:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path)
        execute = spec.loader.exec_module

        def execute_and_lower(module):
            execute(module)
            if hasattr(module, "MIN_ROUNDS"):
                module.MIN_ROUNDS = self.ROUNDS

        spec.loader.exec_module = execute_and_lower
        return spec


if __name__ == "__main__":
    prepare()
    while is_spare():
        signal.pause()  # if it ended, Odoo would start another
    import odoo.cli

    odoo.cli.main()
