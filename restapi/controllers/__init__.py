from . import common, main, oauth1, oauth2, object, object_call, object_write, report

__all__ = [
    "common",
    "main",
    "oauth1",
    "oauth2",
    "object",
    "object_call",
    "object_write",
    "report",
]
