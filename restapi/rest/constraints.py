"""Violations of database constraints, described alike on every series and without PostgreSQL's text."""

import re
from typing import Any, Dict, List, Match, NamedTuple, Optional

import psycopg2
from psycopg2 import errorcodes

from odoo.exceptions import ValidationError

from ..odoo_types import Diagnostics

CODE = "constraint_violation"

# Values of the member ``reason`` of the problem document.
REASONS = {
    errorcodes.UNIQUE_VIOLATION: "already_exists",
    errorcodes.EXCLUSION_VIOLATION: "already_exists",
    errorcodes.NOT_NULL_VIOLATION: "required_field",
    errorcodes.FOREIGN_KEY_VIOLATION: "still_referenced",
    errorcodes.RESTRICT_VIOLATION: "still_referenced",
    errorcodes.CHECK_VIOLATION: "check_failed",
}
_TEXTS = {
    "already_exists": "There is already a record with the same value of %s.",
    "required_field": "A value is required for %s.",
    "still_referenced": "Other records refer to this one in %s, so it can't be deleted; archive it instead.",
    "check_failed": "A check constraint of the database forbids the value of %s.",
}
# "Key (name, company_id)=(x, 1) already exists.", in whatever language PostgreSQL is configured for
_KEY = re.compile(r"\(([\w, ]{1,500})\)=\((\d{0,19})")


class Violation(NamedTuple):
    code: str
    detail: str
    members: Dict[str, Any]


def cause(exc: BaseException) -> Optional[psycopg2.IntegrityError]:
    """The database error that was raised, directly or as the cause of Odoo's ``ValidationError``;
    None if there is none."""
    is_wrapper = isinstance(exc, ValidationError)
    for error in (exc, exc.__cause__, exc.__context__) if is_wrapper else (exc,):
        if isinstance(error, psycopg2.IntegrityError):
            return error
    return None


def violation(error: psycopg2.IntegrityError, text: str = "") -> Violation:
    """Describe a violation for the client.

    :param text: Odoo's message, if it doesn't quote PostgreSQL; used where an addon defines a message
        for this constraint
    """
    diag = error.diag
    key = _KEY.search(diag.message_detail or "")
    columns = _columns(diag, key)
    is_reference = error.pgcode == errorcodes.FOREIGN_KEY_VIOLATION
    if is_reference and key and columns != ["id"]:
        # a value refers to a record that doesn't exist; the key ``id`` is that of a deleted record
        return _missing(columns, key.group(2))
    reason = REASONS.get(error.pgcode or "", "check_failed")
    fields = _referring(diag) if reason == "still_referenced" else columns
    if reason in ("required_field", "still_referenced") or not text:
        text = _TEXTS[reason] % (", ".join("'%s'" % name for name in fields) or "a field")
    return Violation(CODE, text, {"reason": reason, "fields": fields})


def _columns(diag: Diagnostics, key: Optional[Match[str]]) -> List[str]:
    if diag.column_name:
        return [diag.column_name]
    return [name.strip() for name in key.group(1).split(",")] if key else []


def _referring(diag: Diagnostics) -> List[str]:
    """The field that refers to the deleted record, taken from Odoo's name for the foreign key."""
    prefix, name = "%s_" % diag.table_name, diag.constraint_name or ""
    if name.startswith(prefix) and name.endswith("_fkey"):
        return [name[len(prefix) : -len("_fkey")]]
    return []


def _missing(fields: List[str], record_id: str) -> Violation:
    ids = [int(record_id)] if record_id else []
    named = ", ".join("'%s'" % name for name in fields)
    detail = "Field %s: there is no record %s. Nothing was done." % (named, record_id)
    return Violation("unknown_record", detail, {"ids": ids, "fields": fields})
