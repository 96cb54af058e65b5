"""Errors raised by Odoo's code."""

import contextlib
from typing import Iterator

import psycopg2
from werkzeug.exceptions import HTTPException

from odoo.sql_db import PoolError

from ..exceptions import RestapiError
from .problems import VALUE_ERRORS, OdooError, OdooFailure

# ``to_problem`` handles these; database errors must reach Odoo's retry loop unchanged.
PASSED_ON = (RestapiError, HTTPException, psycopg2.Error, PoolError, OdooError)


@contextlib.contextmanager
def odoo_errors() -> Iterator[None]:
    """Wrap calls of Odoo's code: what it raises is an answer to the caller (403,
    docs/reference/errors.rst), not a fault of this addon.

    The text of Python's errors about values reaches the client. The text of any other error may
    name files or servers, so it stays in the log.
    """
    try:
        yield
    except PASSED_ON:
        raise
    except VALUE_ERRORS as error:
        raise OdooError(str(error)) from error
    except Exception as error:
        if _is_odoo_exception(error):
            raise
        raise OdooFailure(
            "Odoo's code failed with %s; the server's log has the details under this request id."
            % type(error).__name__
        ) from error


def _is_odoo_exception(error: BaseException) -> bool:
    """Whether it is one of ``odoo.exceptions``, or a subclass that an addon defines."""
    return any(cls.__module__ == "odoo.exceptions" for cls in type(error).__mro__)
