"""Makes and runs a real Odoo on this machine: `python3 -m dev help`.

Only the standard library may be imported here: this runs before anything is installed.
"""

import sys

# Here and not later, for the other modules do not even compile on an older Python.
if sys.version_info < (3, 10):  # noqa: UP036
    sys.exit(
        "Python %s is too old to prepare Odoo\n"  # noqa: UP031
        "  → put Python 3.10 or newer first on the PATH, as python3" % sys.version.split()[0]
    )
