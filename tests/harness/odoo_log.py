"""What Odoo logs while it installs, updates or removes an addon."""

import re

LOUD = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) .*", re.MULTILINE)
ODOOS_OWN = (
    # from 14.0, if it finds a wkhtmltopdf while running on Python 3.9
    "distutils Version classes are deprecated",
    # from 19.0's portal with the Werkzeug that Odoo requires; no line of the addon causes it
    "'werkzeug.urls.url_encode' is deprecated",
)
# A checkout may contain modules of others, and 15.0 reads and criticises their manifests.
OF_OTHERS = re.compile(r"key in manifest for '(?!restapi')")


def warnings(log: str) -> list[str]:
    """The warnings and errors in a log, without those that Odoo itself or other modules cause."""
    loud = [line for line in LOUD.findall(log) if not OF_OTHERS.search(line)]
    return [line for line in loud if not any(known in line for known in ODOOS_OWN)]
