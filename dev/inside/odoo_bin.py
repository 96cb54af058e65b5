"""Starts Odoo's command line, run by Odoo's own Python: the same file for every series and source."""

import os

os.environ["TZ"] = "UTC"  # before the time module is imported, as Odoo's own script does

import odoo.cli

if __name__ == "__main__":
    odoo.cli.main()
