"""All error codes with their HTTP statuses; ``docs/reference/errors.rst`` explains each.

Clients compare codes, so a code never changes its name, its status or its meaning.
"""

from typing import Dict, Tuple

ERROR_CODES: Dict[str, int] = {
    "bad_request": 400,
    "invalid_parameter": 400,
    "missing_parameter": 400,
    "unknown_parameter": 400,
    "unknown_field": 400,
    "readonly_field": 400,
    "invalid_domain": 400,
    "invalid_value": 400,
    # Errors of the authorization endpoints (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6)
    "invalid_request": 400,
    "invalid_scope": 400,
    "unauthorized_client": 400,
    "unsupported_response_type": 400,
    "interaction_required": 400,
    "unauthorized": 401,
    "invalid_token": 401,
    "invalid_signature": 401,
    "forbidden": 403,
    "insufficient_scope": 403,
    "not_followed": 403,
    "password_by_token": 403,
    # Errors of Odoo
    "access_error": 403,
    "access_denied": 403,
    "user_error": 403,
    "validation_error": 403,
    "constraint_violation": 403,
    "odoo_error": 403,
    "not_found": 404,
    "unknown_model": 404,
    "unknown_record": 404,
    "unknown_method": 404,
    "unknown_report": 404,
    "unsupported_report": 404,
    "no_database": 404,
    "method_not_allowed": 405,
    "not_acceptable": 406,
    "request_conflict": 409,
    "cannot_dry_run": 409,
    "commits_by_itself": 409,
    "ambiguous_match": 409,
    "external_id_taken": 409,
    "in_progress": 409,
    "resync_required": 410,
    "length_required": 411,
    "precondition_failed": 412,
    "precondition_unsupported": 412,
    "payload_too_large": 413,
    "unsupported_media_type": 415,
    "range_not_satisfiable": 416,
    "unprocessable_content": 422,
    "idempotency_key_reused": 422,
    "failed_dependency": 424,
    "precondition_required": 428,
    "header_too_large": 431,
    "internal_error": 500,
    "conflict": 503,
    "database_unavailable": 503,
    "service_unavailable": 503,
}

# The title of each status, and the code of an error that has no code of its own. Python's phrases
# differ from version to version.
STATUSES: Dict[int, Tuple[str, str]] = {
    400: ("Bad Request", "bad_request"),
    401: ("Unauthorized", "unauthorized"),
    403: ("Forbidden", "forbidden"),
    404: ("Not Found", "not_found"),
    405: ("Method Not Allowed", "method_not_allowed"),
    406: ("Not Acceptable", "not_acceptable"),
    409: ("Conflict", "request_conflict"),
    410: ("Gone", "resync_required"),
    411: ("Length Required", "length_required"),
    412: ("Precondition Failed", "precondition_failed"),
    413: ("Content Too Large", "payload_too_large"),
    415: ("Unsupported Media Type", "unsupported_media_type"),
    416: ("Range Not Satisfiable", "range_not_satisfiable"),
    422: ("Unprocessable Content", "unprocessable_content"),
    424: ("Failed Dependency", "failed_dependency"),
    428: ("Precondition Required", "precondition_required"),
    431: ("Request Header Fields Too Large", "header_too_large"),
    500: ("Internal Server Error", "internal_error"),
    503: ("Service Unavailable", "service_unavailable"),
}
# For any other status, which only another addon can raise.
OTHER_STATUS = ("Error", "http_error")
