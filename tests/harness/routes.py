"""Paths with which to try each route of the addon."""

import re

_SAMPLE = {
    "model": "res.partner",
    "method": "nope",
    "report_name": "nope",
    "field": "name",
    "external_id": "nope.nope",
}


def sample(path: str) -> str:
    """The route's path with the id of a record that does not exist, so that a request has no effect."""
    filled = re.sub(r"<int:\w+>", "999999", path)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: _SAMPLE[match.group(1)], filled)
