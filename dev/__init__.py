"""Makes and runs a real Odoo on this machine: `python3 -m dev help`.

Only the standard library may be imported here: this runs before anything is installed.
"""
