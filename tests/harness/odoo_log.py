"""What Odoo logs while it installs, updates or removes something."""

import re

LOUD = re.compile(r"^\S+ \S+ \d+ (?:WARNING|ERROR|CRITICAL) .*", re.MULTILINE)
ODOOS_OWN = (
    # 14.0, when it finds a wkhtmltopdf under Python 3.9
    "distutils Version classes are deprecated",
    # the portal of 19.0, with the Werkzeug that Odoo asks for; the addon has no line with it
    "'werkzeug.urls.url_encode' is deprecated",
)
# A checkout may hold modules of others, whose manifests 15.0 reads and finds wanting.
OF_OTHERS = re.compile(r"key in manifest for '(?!restapi')")


def warnings(log: str) -> list[str]:
    """The lines that tell of something wrong, but for those that are Odoo's own and of other modules."""
    loud = [line for line in LOUD.findall(log) if not OF_OTHERS.search(line)]
    return [line for line in loud if not any(known in line for known in ODOOS_OWN)]
