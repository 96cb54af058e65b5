<<<<<<< HEAD
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
=======
from . import common, main, oauth1, oauth2, object, object_write

__all__ = ["common", "main", "oauth1", "oauth2", "object", "object_write"]
>>>>>>> 5d0014f (Sign in with OAuth 1.0a: three endpoints, and signed requests on every route)
