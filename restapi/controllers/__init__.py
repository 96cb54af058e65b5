from . import common, main, oauth2, object, object_write, report

__all__ = ["common", "main", "oauth2", "object", "object_write", "report"]
