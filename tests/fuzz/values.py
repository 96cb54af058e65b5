"""Hypothesis strategies for the parts of requests."""

import json

from hypothesis import strategies as st

TEXTS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "%00",
            "../../etc/passwd",
            "'\"<script>",
            "{{7*7}}",
            "${7*7}",
            "%(x)s",
            "\r\nX-Injected: 1",
            "١٢",
            "😀" * 10,
            "\ufeff",
            "a" * 9000,
            "__class__",
            "1e999",
            "NaN",
            "-0",
            "0x10",
            "null",
            "true",
        ]
    ),
)
NUMBERS = st.one_of(
    st.integers(-(2**70), 2**70),
    st.sampled_from([0, -1, 1, 3, 2**31 - 1, 2**31, 2**63, 10**30]),
    st.floats(),
)
LEAVES = st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS)
NESTED = st.recursive(
    LEAVES,
    lambda children: st.one_of(
        st.lists(children, max_size=5),
        st.tuples(children, children, children),
        st.dictionaries(TEXTS, children, max_size=4),
    ),
    max_leaves=20,
)
FIELDS = st.sampled_from(
    [
        "id",
        "name",
        "email",
        "country_id.code",
        "user_ids.password",
        "child_ids.name",
        "active",
        "company_id",
        "write_date",
        "create_uid",
        "x_nope",
        "parent_id.parent_id.parent_id.name",
        "image_1920",
        "image",  # the name of image_1920 on some series
    ]
)
OPERATORS = st.sampled_from(
    ["=", "!=", "<", "in", "not in", "like", "ilike", "child_of", "any", "=?", "bogus", "<>", "=="]
)
CONDITIONS = st.tuples(FIELDS, OPERATORS, LEAVES | st.lists(LEAVES, max_size=3))
DOMAINS = st.lists(CONDITIONS | st.sampled_from(["&", "|", "!", "?", 1, None, []]), max_size=8)
CONTEXTS = st.dictionaries(
    st.sampled_from(
        [
            "lang",
            "tz",
            "active_test",
            "allowed_company_ids",
            "uid",
            "company_id",
            "force_company",
            "bin_size",
            "install_mode",
            "default_name",
            "default_user_id",
            "tracking_disable",
            "prefetch_fields",
            "no_reset_password",
            "restapi_print_until",
            "import_file",
            "edit_translations",
            "check_translations",
        ]
    ),
    LEAVES | st.lists(LEAVES, max_size=3),
    max_size=3,
)
# Headers with which a request is sent once, or only if something is as the client knows it.
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "Idempotency-Key": st.sampled_from(["k", '"k"', "a b", "", "k" * 256]),
        "If-Match": st.sampled_from(["*", '"x"', 'W/"x"', '"e30.e30"', "x", ""]),
        "If-None-Match": st.sampled_from(["*", '"x"']),
    },
)
REFERENCES = st.sampled_from(["a", "b", "a#", "a#/res.partner", "a#x", "nope", 7, None])
ITEMS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.sampled_from(["a", "b", "1", "", None, "é"]),
        "method": st.sampled_from(["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "get", None]),
        "path": st.sampled_from(
            [
                "/object/res.partner",
                "/object/res.partner?limit=2",
                "/object/res.partner/{a}",
                "/object/res.partner/by/fuzz.batch",
                "/object/res.partner?match=name",
                "/object/%00/{b}/é",
                "/report/nope/1",
                "/batch",
                "x",
                7,
            ]
        ),
        "body": st.dictionaries(FIELDS, NESTED, max_size=2)
        | st.fixed_dictionaries({"vals": st.dictionaries(FIELDS, NESTED, max_size=2)})
        | st.fixed_dictionaries(
            {"vals": st.fixed_dictionaries({"$result": REFERENCES}), "ids": NESTED}
        ),
        "headers": st.dictionaries(
            st.sampled_from(["If-Match", "if-none-match", "Prefer", "Idempotency-Key", ""]),
            TEXTS | st.just("*"),
            max_size=2,
        ),
        "x": NESTED,
    },
)
PARTS = st.sampled_from(["", ":month", ":week", ":hour", ":max", ":count", ":sum", ":x", ":"])
SPECS = st.builds(str.__add__, FIELDS, PARTS) | st.sampled_from(["__count", "category_id", "date"])
BY_NAME = {
    "by": st.lists(SPECS, max_size=3),
    "aggregates": st.lists(SPECS, max_size=3),
    "having": st.lists(st.tuples(SPECS, OPERATORS, LEAVES), max_size=2),
    "requests": st.lists(ITEMS, max_size=4) | NESTED,
    "match": st.lists(FIELDS, max_size=2),
    "domain": DOMAINS,
    "context": CONTEXTS,
    "fields": st.lists(FIELDS, max_size=6),
    "allfields": st.lists(FIELDS, max_size=3),
    "operation": st.lists(st.sampled_from(["read", "write", "create", "unlink", "x"])),
    "ids": st.lists(NUMBERS, max_size=5),
    "vals": st.dictionaries(FIELDS, NESTED, max_size=3),
}
OAUTH = st.fixed_dictionaries(
    {},
    optional={
        "grant_type": st.sampled_from(
            ["authorization_code", "refresh_token", "client_credentials", "password", "x", ""]
        ),
        "response_type": st.sampled_from(["code", "token", "code token", ""]),
        "scope": TEXTS | st.sampled_from(["read", "read write", "admin", "read  read"]),
        "redirect_uri": TEXTS | st.sampled_from(["https://127.0.0.1/callback", "javascript:1"]),
        "state": TEXTS,
        "code": TEXTS,
        "refresh_token": TEXTS,
        "token": TEXTS,
        "code_challenge": TEXTS | st.just("a" * 43),
        "code_challenge_method": st.sampled_from(["S256", "plain", "x"]),
        "code_verifier": TEXTS,
        "client_secret": TEXTS,
        "oauth_token": TEXTS,
        "oauth_verifier": TEXTS,
        "oauth_callback": TEXTS | st.just("oob"),
        "oauth_nonce": TEXTS,
        "oauth_signature": TEXTS,
        "oauth_timestamp": TEXTS,
        "oauth_signature_method": st.sampled_from(["HMAC-SHA1", "PLAINTEXT", "RSA-SHA1", "x"]),
        "oauth_version": st.sampled_from(["1.0", "2"]),
    },
)
PATHS = {
    "model": st.sampled_from(
        [
            "res.partner",
            "res.users",
            "res.company",
            "ir.model",
            "ir.attachment",
            "base",
            "nope",
            "restapi.application",
            "restapi.oauth2.token",
            "ir.http",
            "ir.qweb",
            "ir.ui.view",
            "res.partner%00",
            "a.b.c",
            "%F0%9F%98%80",
        ]
    ),
    "record_id": st.sampled_from(["0", "1", "3", "999999", "2147483648", "9" * 30, "-1", "x"]),
    "external_id": st.sampled_from(
        [
            "base.main_partner",
            "base.be",
            "fuzz.x",
            "x",
            ".",
            "base.",
            "%00.x",
            "é.é",
            "f." + "x" * 300,
        ]
    ),
    "field": FIELDS,
    "method": st.sampled_from(
        [
            "read",
            "search",
            "name_search",
            "fields_get",
            "search_read",
            "default_get",
            "export_data",
            "read_group",
            "name_create",
            "_write",
            "__class__",
            "copy",
            "sudo",
            "browse",
            "mapped",
            "with_context",
            "exists",
            "check_access_rule",
            "web_search_read",
            "onchange",
            "load",
            "get_metadata",
            "env",
            "pool",
            "init",
        ]
    ),
    "report_name": st.sampled_from(
        [
            "base.report_irmodeloverview",
            "web.report_layout",
            "nope",
            "account.report_invoice",
            "%2e",
        ]
    ),
}
MIMETYPES = st.sampled_from(
    [
        "application/json",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "text/plain",
        "application/json; charset=latin-1",
        "application/vnd.api+json",
        "a/b/c",
        "",
    ]
)
ACCEPTS = st.sampled_from(
    [
        "application/json",
        "*/*",
        "text/csv",
        "application/xml",
        "application/x-ndjson",
        "application/pdf",
        "text/html",
        "image/png;q=0",
        ";;q=x",
        "",
    ]
)


def spelled(value, dialect):
    """A value as the text of a parameter, in one of the dialects."""
    if isinstance(value, str):
        return value
    return repr(value) if dialect == "python" else json.dumps(value)
