from . import endpoint  # noqa: F401
