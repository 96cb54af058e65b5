from . import (
    applications,
    common,
    metadata,
    oauth1,
    oauth2,
    object,
    object_binary,
    object_call,
    object_write,
    openapi,
    report,
    routing,
)

__all__ = [
    "applications",
    "common",
    "metadata",
    "oauth1",
    "oauth2",
    "object",
    "object_binary",
    "object_call",
    "object_write",
    "openapi",
    "report",
    "routing",
]
