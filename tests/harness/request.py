"""Werkzeug requests as the addon gets them, without a server."""

from typing import Any

from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request


def make_request(target: str = "/", **options: Any) -> Request:
    """`make_request("/x?a=1", method="POST", headers={…}, data=…)`; options as for `EnvironBuilder`."""
    options.setdefault("base_url", "http://odoo.example")
    return Request(EnvironBuilder(target, **options).get_environ())
