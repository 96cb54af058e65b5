from . import (
    applications,
    common,
    main,
    metadata,
    oauth1,
    oauth2,
    object,
    object_binary,
    object_call,
    object_write,
    report,
)

__all__ = [
    "applications",
    "common",
    "main",
    "metadata",
    "oauth1",
    "oauth2",
    "object",
    "object_binary",
    "object_call",
    "object_write",
    "report",
]
