"""What a client probably meant whose request no route takes."""

from typing import List

from ...exceptions import nearest

_AREAS = ("common", "object", "report")
_READING = ("read", "search_read", "web_read", "web_search_read")


def for_method(method: str, segments: List[str]) -> str:
    """A sentence, or nothing.

    :param segments: of the path, below the prefix
    """
    if method not in ("GET", "HEAD") or segments[0] != "object" or len(segments) != 3:
        return ""
    model, name = segments[1:]
    if name in _READING:
        return " To read, send GET /object/%s with domain and fields." % model
    if "." in name:
        return " A record is named by the number that is its id."
    return " It would be a method of the model, which is called by POST."


def for_path(segments: List[str]) -> str:
    """The same where nothing is."""
    if segments[0] in _AREAS:
        return ""
    hint = nearest(segments[0], _AREAS)
    return " " + hint[0].upper() + hint[1:] if hint else ""
