from .hooks import post_load
from . import controllers, models

__all__ = ["controllers", "models", "post_load"]
