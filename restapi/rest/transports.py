"""The transport of this series. ``install`` is the manifest's ``post_load``."""

from ..compat import server

if server.Dispatcher is not None:
    from .transport import ROUTE_TYPE, install
else:
    from .transport_legacy import ROUTE_TYPE, install

__all__ = ["ROUTE_TYPE", "install"]
