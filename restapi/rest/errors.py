"""Errors of Odoo's own code."""

import contextlib
from typing import Iterator

import psycopg2
from werkzeug.exceptions import HTTPException

from odoo.sql_db import PoolError

from ..exceptions import RestapiError
from .problems import VALUE_ERRORS, OdooError, OdooFailure

# Known to ``to_problem``; database errors have to reach Odoo's retry loop as they are.
PASSED_ON = (RestapiError, HTTPException, psycopg2.Error, PoolError, OdooError)


@contextlib.contextmanager
def odoo_errors() -> Iterator[None]:
    """Around Odoo's code: what it raises is an answer to the caller (403, docs/reference/errors.rst), not our bug.

    Plain Python errors about values say what is wrong with them. Any other may name files or
    servers, so that its text stays in the log.
    """
    try:
        yield
    except PASSED_ON:
        raise
    except VALUE_ERRORS as error:
        raise OdooError(str(error)) from error
    except Exception as error:
        if _is_odoos(error):
            raise
        raise OdooFailure(
            "Odoo's own code failed with %s; its log has the reason under this request id."
            % type(error).__name__
        ) from error


def _is_odoos(error: BaseException) -> bool:
    """Whether it is one of ``odoo.exceptions``, or of an addon's exceptions below them."""
    return any(cls.__module__ == "odoo.exceptions" for cls in type(error).__mro__)
