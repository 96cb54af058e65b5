from . import common, main, oauth2, object, object_call, object_write, report

__all__ = [
    "common",
    "main",
    "oauth2",
    "object",
    "object_call",
    "object_write",
    "report",
]
