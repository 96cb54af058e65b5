"""Chooses the transport for this series. ``install`` is the ``post_load`` of the manifest."""

from ...compat import server

if server.Dispatcher is not None:
    from .dispatcher import ROUTE_TYPE, install
else:
    from .legacy import ROUTE_TYPE, install

__all__ = ["ROUTE_TYPE", "install"]
