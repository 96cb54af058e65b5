from . import common, main, oauth2, object, object_write

__all__ = ["common", "main", "oauth2", "object", "object_write"]
