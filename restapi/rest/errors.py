"""Errors of Odoo's own code."""

import contextlib
from typing import Iterator

from .problems import VALUE_ERRORS, OdooError


@contextlib.contextmanager
def odoo_errors() -> Iterator[None]:
    """Around Odoo's code: its plain Python errors are about the caller's values (contract §3: 403).

    Database errors pass untouched, Odoo's retry loop needs them.
    """
    try:
        yield
    except VALUE_ERRORS as error:
        raise OdooError(str(error)) from error
