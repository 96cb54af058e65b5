"""The transport of this series. ``install`` is the manifest's ``post_load``."""

from ...compat import server

if server.Dispatcher is not None:
    from .dispatcher import ROUTE_TYPE, install
else:
    from .legacy import ROUTE_TYPE, install

__all__ = ["ROUTE_TYPE", "install"]
