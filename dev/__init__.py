"""Prepares and runs a real Odoo on this machine: `python3 -m dev help`.

Import only the standard library here, because this runs before anything is installed.
"""

import sys

# Checked here because the other modules don't compile on an older Python.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit(
        "Python %s is too old to prepare Odoo.\n"  # noqa: UP031
        "  → Install Python 3.10 or newer and put it first on the PATH, as python3."
        % sys.version.split()[0]
    )
