from . import controllers, models
from .rest.transports import install as post_load

__all__ = ["controllers", "models", "post_load"]
