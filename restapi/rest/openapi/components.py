"""What all documents share: problems, security schemes, small schemas (docs/reference/errors.rst)."""

from typing import Any, Dict, Iterable, List

from ...compat import PREFIX
from ...error_codes import ERROR_CODES, STATUSES
from ...odoo_types import Env
from ..problems import CONTENT_TYPE
from ..request.negotiation import JSON
from . import answers
from .dialects import OpenApi31, Schema
from .schemas import changes, ref, unions

PROBLEM: Schema = {
    "type": "object",
    "description": "An error (RFC 9457). Programs compare the code; people read the detail.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What is wrong, and what to do about it."},
        "code": {"type": "string", "description": "One of %s." % ", ".join(sorted(ERROR_CODES))},
        "request_id": {"type": "string", "description": "Names the entry in the server's log."},
    },
    "required": ["title", "status", "detail", "code", "request_id"],
    # such as the parameter, fields or ids that are wrong (RFC 9457 §3.2)
    "additionalProperties": True,
}
# Errors in the envelope ``deployed``.
DEPLOYED_PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "error": {
            "type": "object",
            "properties": {"code": {"type": "integer"}, "message": {"type": "string"}},
            "required": ["code", "message"],
        }
    },
    "required": ["error"],
}
RECORD: Schema = {
    "type": "object",
    "description": "A record of any model; fields_get describes its fields.",
    "properties": {"id": {"type": "integer"}},
    "required": ["id"],
    "additionalProperties": True,
}
CONTEXT: Schema = {
    "type": "object",
    "description": "Odoo's context, such as the language of texts in `lang`.",
    "additionalProperties": True,
}
VALUES: Schema = {"type": "object", "additionalProperties": True}

OAUTH1 = (
    "OAuth 1.0a (RFC 5849): each request is signed with the consumer key and an access token, by "
    "HMAC-SHA256, HMAC-SHA1 or RSA. Endpoints: %s/common/oauth1/request_token, /authorize and "
    "/access_token. Most tools can't sign by themselves; use OAuth 2.0 with them."
)


def schemas(dialect: OpenApi31, is_deployed: bool) -> Dict[str, Schema]:
    """The schemas that all documents have."""
    pair = dialect.pair({"type": "integer"}, {"type": "string"})
    return {
        **unions(dialect),
        **answers.shared(),
        "Changes": changes(ref("Values")),
        "Context": CONTEXT,
        "Many2one": {**pair, "description": "The id of a record, and its name."},
        "Problem": DEPLOYED_PROBLEM if is_deployed else PROBLEM,
        "Record": RECORD,
        "Values": VALUES,
    }


def response_name(status: int) -> str:
    """``NotFound`` for 404."""
    return "".join(STATUSES[status][0].split())


def responses(is_deployed: bool) -> Dict[str, Any]:
    """The answers that report an error, by name."""
    media_type = JSON if is_deployed else CONTENT_TYPE
    schema = ref("Problem")
    found: Dict[str, Any] = {}
    for status, (title, _code) in sorted(STATUSES.items()):
        codes = sorted(code for code, of in ERROR_CODES.items() if of == status)
        found[response_name(status)] = {
            "description": "%s: %s" % (title, ", ".join(codes)),
            "content": {media_type: {"schema": schema}},
        }
    found["Unauthorized"]["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}}}
    found["Conflict"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    found["ServiceUnavailable"]["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return found


def refs(statuses: Iterable[int]) -> Dict[str, Any]:
    """References to the answers that report an error, by status."""
    return {
        str(status): {"$ref": "#/components/responses/" + response_name(status)}
        for status in statuses
    }


def security_schemes(env: Env, base: str, scopes: List[str]) -> Dict[str, Any]:
    """The ways to sign in.

    :param base: the URL of the server, without a path
    """
    # sudo: users have no access to applications, and the labels of scopes are not secret
    labels = env["restapi.application"].sudo()._scope_labels(scopes)
    described = dict(zip(scopes, labels))
    oauth2 = base + PREFIX + "/common/oauth2"
    token = {"tokenUrl": oauth2 + "/access_token", "scopes": described}
    code = {
        "authorizationUrl": oauth2 + "/authorize",
        "refreshUrl": oauth2 + "/access_token",
        **token,
    }
    return {
        "oauth2": {
            "type": "oauth2",
            "description": "OAuth 2.0 (RFC 6749), with PKCE (RFC 7636).",
            "flows": {"authorizationCode": code, "clientCredentials": token},
        },
        "oauth1": {"type": "http", "scheme": "OAuth", "description": OAUTH1 % (base + PREFIX)},
    }
