"""Entry points that Odoo calls by name, listed in the manifest."""

from . import compat

if compat.HAS_DISPATCHERS:
    # its dispatcher registers itself when it is defined, before the controllers name it
    from .rest import transport  # noqa: F401
else:
    from .rest import transport_legacy


def post_load() -> None:
    """Called once per server process, when the addon's code is loaded."""
    if not compat.HAS_DISPATCHERS:
        transport_legacy.install()
