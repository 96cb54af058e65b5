from . import controllers, models
from .hooks import uninstall_hook
from .rest.transport.install import install as post_load

__all__ = ["controllers", "models", "post_load", "uninstall_hook"]
