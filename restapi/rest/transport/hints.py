"""Hints about what a client probably meant when no route matches its request."""

from typing import List

from ...exceptions import nearest

_AREAS = ("common", "object", "report")
_READING = ("read", "search_read", "web_read", "web_search_read")


def for_method(method: str, segments: List[str]) -> str:
    """A hint for a path that exists, but not with this method; a sentence or an empty string.

    :param segments: the segments of the path below the prefix
    """
    if method not in ("GET", "HEAD") or segments[0] != "object" or len(segments) != 3:
        return ""
    model, name = segments[1:]
    if name in _READING:
        return " To read records, send GET /object/%s with domain and fields." % model
    if "." in name:
        return " Use the record's numeric id, or its external id after 'by/'."
    return " To call a method of the model, send POST."


def for_path(segments: List[str]) -> str:
    """A hint for a path that doesn't exist; a sentence or an empty string."""
    if segments[0] in _AREAS:
        return ""
    hint = nearest(segments[0], _AREAS)
    return " " + hint[0].upper() + hint[1:] if hint else ""
