from . import common, main, oauth2, object

__all__ = ["common", "main", "oauth2", "object"]
