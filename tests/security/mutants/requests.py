"""Protections against hostile parts of requests: headers, bodies, literals."""

from tests.security.mutants.edits import (
    Argument,
    Begin,
    If,
    NeverIf,
    Value,
    Without,
    WithoutArgument,
    WithoutOperand,
)
from tests.security.mutants.model import Mutant

ANONYMOUS = "security/test_anonymous.py::"
GUARD = "restapi/rest/transport/guard.py"
BODY = "restapi/rest/request/body.py"
MULTIPART = "restapi/rest/request/multipart.py"
LITERALS = "restapi/rest/request/literals.py"
FORMS = "transport/test_forms.py::"
WERKZEUG_FORMS = Begin(
    BODY,
    "_read_form",
    "return [*httprequest.form.items(multi=True), *httprequest.files.items(multi=True)]",
)

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "hanging-parsers",
        "the check of quotes in headers with parameters",
        (NeverIf(GUARD, "_check_header", "_WITH_PARAMETERS"),),
        (ANONYMOUS + "test_an_unterminated_quoted_string",),
    ),
    Mutant(
        "hanging-parsers",
        "the addon's own form parser: Werkzeug's parses them",
        (WERKZEUG_FORMS,),
        (ANONYMOUS + "test_a_part_of_a_form",),
        series=("19.0",),
    ),
    Mutant(
        "hanging-parsers",
        "the addon's own parser of part headers: Werkzeug's parses them",
        (
            Begin(
                MULTIPART,
                "parse_parameters",
                (
                    "from werkzeug.http import parse_options_header\n\n"
                    "return dict(parse_options_header(header)[1])"
                ),
            ),
        ),
        (ANONYMOUS + "test_a_part_of_a_form",),
        series=("19.0",),
    ),
    Mutant(
        "slow-parsers",
        "the limits of headers",
        (NeverIf(GUARD, "_check_header", "len"),),
        (
            ANONYMOUS + "test_long_headers",
            ANONYMOUS + "test_a_header_of_many_lines",
        ),
    ),
    Mutant(
        "slow-parsers",
        "the filter of cookies",
        (Without(GUARD, "check_headers", "_plain_cookies"),),
        (ANONYMOUS + "test_cookies",),
    ),
    Mutant(
        "slow-parsers",
        "the single pass over OAuth's header: the rest is copied for each parameter",
        (If("restapi/oauth/credentials.py", "_oauth_pairs", "len", '{0}[{left}:].strip(" ")'),),
        ("unit/oauth/test_authorization.py::test_header_with_many_parameters_takes_linear_time",),
        is_pure=True,
    ),
    Mutant(
        "slow-parsers",
        "the shorter body limit for requests without a live token",
        (Value(BODY, "MAX_UNKNOWN", "1024 * 1024"),),
        (ANONYMOUS + "test_long_bodies_are_not_read",),
    ),
    Mutant(
        "encodings",
        "the addon's own form parser: Werkzeug's parses them",
        (WERKZEUG_FORMS,),
        (
            FORMS + "test_other_encodings_are_not_stored",
            FORMS + "test_other_encodings_at_a_token_endpoint",
        ),
    ),
    Mutant(
        "encodings",
        "the strict decoding of parts",
        (Argument(MULTIPART, "_part", "decode", 1, '"replace"'),),
        (
            FORMS + "test_other_encodings_are_not_stored",
            "unit/rest/test_multipart.py::test_invalid_utf_8_is_refused",
        ),
    ),
    Mutant(
        "reach-of-writes",
        "the filter of Werkzeug's access log",
        (Argument("restapi/rest/logs.py", "install", "getLogger", 0, '"nobody"'),),
        ("security/test_log.py::test_escape_sequences_in_the_log",),
    ),
    Mutant(
        "reach-of-writes",
        "the filter of the addon's own log messages",
        (Without("restapi/rest/problems.py", "", "addFilter"),),
        ("security/test_log.py::test_escape_sequences_in_the_log",),
    ),
    Mutant(
        "reach-of-writes",
        "the check for duplicate names in JSON",
        (WithoutArgument(LITERALS, "parse", "json.loads", "object_pairs_hook"),),
        ("unit/rest/test_literals.py::test_duplicate_names_are_refused",),
        is_pure=True,
    ),
    Mutant(
        "reach-of-writes",
        "the check for duplicate names in Python literals",
        (Without(LITERALS, "_parse_python", "_check_names"),),
        (
            "unit/rest/test_literals.py::test_duplicate_names_are_refused",
            "object/test_values.py::test_duplicate_names",
        ),
    ),
    Mutant(
        "reach-of-writes",
        "the addon's own number parser: Python's parses them",
        (WithoutOperand(LITERALS, "parse_number", "_NUMBER.fullmatch"),),
        (
            "unit/rest/test_literals.py::test_invalid_numbers_are_refused",
            "object/test_values.py::test_numbers_that_only_python_accepts",
        ),
    ),
    Mutant(
        "reach-of-writes",
        "the check of the digits of ids in a path",
        (WithoutOperand(GUARD, "_check_path", "isascii"),),
        ("object/test_values.py::test_ids_in_a_path_are_ascii",),
    ),
    Mutant(
        "reach-of-writes",
        "the check of Content-Length",
        (NeverIf(GUARD, "check_headers", "_LENGTH.fullmatch"),),
        (ANONYMOUS + "test_an_invalid_content_length",),
    ),
    Mutant(
        "reach-of-writes",
        "the escapes of line ends in JSON lines",
        (Without("restapi/rest/response/formats.py", "NdjsonFormat.rows", "replace"),),
        ("object/test_formats.py::test_line_ends_in_json_lines",),
    ),
    Mutant(
        "reach-of-writes",
        "`Vary: Origin`",
        (Without("restapi/rest/response/rendering.py", "vary_by", "join"),),
        ("security/test_cors.py::test_answers_vary_by_origin",),
    ),
)
