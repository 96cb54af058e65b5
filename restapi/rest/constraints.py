"""Violated constraints of the database, told alike on every series and in no words of PostgreSQL."""

import re
from typing import Any, Dict, List, Match, NamedTuple, Optional

import psycopg2
from psycopg2 import errorcodes

from odoo.exceptions import ValidationError

from ..odoo_types import Diagnostics

CODE = "constraint_violation"

# Which kind it is; the member ``reason`` of the problem document.
REASONS = {
    errorcodes.UNIQUE_VIOLATION: "already_exists",
    errorcodes.EXCLUSION_VIOLATION: "already_exists",
    errorcodes.NOT_NULL_VIOLATION: "required_field",
    errorcodes.FOREIGN_KEY_VIOLATION: "still_referenced",
    errorcodes.RESTRICT_VIOLATION: "still_referenced",
    errorcodes.CHECK_VIOLATION: "check_failed",
}
_TEXTS = {
    "already_exists": "There is a record with the same %s already.",
    "required_field": "A value is required for %s.",
    "still_referenced": "Other records refer to it by %s, so it can't be deleted; archive it instead.",
    "check_failed": "A value is not allowed: the database checks %s.",
}
# "Key (name, company_id)=(x, 1) already exists.", in whatever language PostgreSQL speaks
_KEY = re.compile(r"\(([\w, ]{1,500})\)=\((\d{0,19})")


class Violation(NamedTuple):
    status: int
    code: str
    detail: str
    members: Dict[str, Any]


def cause(exc: BaseException) -> Optional[psycopg2.IntegrityError]:
    """What the database said, itself or behind Odoo's ``ValidationError``; None if it was not asked."""
    is_odoos = isinstance(exc, ValidationError)
    for error in (exc, exc.__cause__, exc.__context__) if is_odoos else (exc,):
        if isinstance(error, psycopg2.IntegrityError):
            return error
    return None


def violation(error: psycopg2.IntegrityError, text: str = "") -> Violation:
    """What a client is told.

    :param text: what Odoo made of it, if it has no words of PostgreSQL; used where an addon has a
        message of its own for this constraint
    """
    diag = error.diag
    key = _KEY.search(diag.message_detail or "")
    columns = _columns(diag, key)
    is_reference = error.pgcode == errorcodes.FOREIGN_KEY_VIOLATION
    if is_reference and key and columns != ["id"]:
        # a value names a record that is not there; otherwise the key is that of what is deleted
        return _missing(columns, key.group(2))
    reason = REASONS.get(error.pgcode or "", "check_failed")
    fields = _referring(diag) if reason == "still_referenced" else columns
    if reason in ("required_field", "still_referenced") or not text:
        text = _TEXTS[reason] % (", ".join("'%s'" % name for name in fields) or "them")
    return Violation(403, CODE, text, {"reason": reason, "fields": fields})


def _columns(diag: Diagnostics, key: Optional[Match[str]]) -> List[str]:
    if diag.column_name:
        return [diag.column_name]
    return [name.strip() for name in key.group(1).split(",")] if key else []


def _referring(diag: Diagnostics) -> List[str]:
    """The field whose records refer to the one that is deleted, by the name that Odoo gives keys."""
    prefix, name = "%s_" % diag.table_name, diag.constraint_name or ""
    if name.startswith(prefix) and name.endswith("_fkey"):
        return [name[len(prefix) : -len("_fkey")]]
    return []


def _missing(fields: List[str], record_id: str) -> Violation:
    ids = [int(record_id)] if record_id else []
    named = ", ".join("'%s'" % name for name in fields)
    detail = "Field %s: there is no record %s. Nothing was done." % (named, record_id)
    return Violation(404, "unknown_record", detail, {"ids": ids, "fields": fields})
