"""Addresses to try each route of the addon with."""

import re

_SAMPLE = {"model": "res.partner", "method": "nope", "report_name": "nope", "field": "name"}


def sample(path: str) -> str:
    """The route's address for a record that is not there, so that nothing is done."""
    filled = re.sub(r"<int:\w+>", "999999", path)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda match: _SAMPLE[match.group(1)], filled)
