"""Protections against what a stranger's request may hold: headers, bodies, literals, hosts."""

from tests.security.mutants.model import Edit, Mutant

STRANGERS = "security/test_strangers.py::"
GUARD = "restapi/rest/transport/guard.py"
BODY = "restapi/rest/request/body.py"
MULTIPART = "restapi/rest/request/multipart.py"
LITERALS = "restapi/rest/request/literals.py"
FORMS = "transport/test_forms.py::"

WERKZEUG_FORMS = Edit(
    BODY,
    '    content_type = httprequest.headers.get("Content-Type", "")\n    multipart.check',
    "    return [*httprequest.form.items(multi=True), *httprequest.files.items(multi=True)]\n"
    '    content_type = httprequest.headers.get("Content-Type", "")\n    multipart.check',
)

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "hanging-parsers",
        "the look at the quotes of headers with parameters",
        (
            Edit(
                GUARD,
                "    if name in _WITH_PARAMETERS and not _PARAMETERS.fullmatch(value):\n",
                "    if False:\n",
            ),
        ),
        (STRANGERS + "test_a_quoted_string_without_an_end",),
    ),
    Mutant(
        "hanging-parsers",
        "our own reading of forms: Werkzeug's reads them",
        (WERKZEUG_FORMS,),
        (STRANGERS + "test_a_part_of_a_form",),
        series=("19.0",),
    ),
    Mutant(
        "hanging-parsers",
        "our own reading of a part's headers: Werkzeug's reads them",
        (
            Edit(
                MULTIPART,
                '    position = (header + ";").index(";")\n',
                "    from werkzeug.http import parse_options_header\n\n"
                "    return dict(parse_options_header(header)[1])\n"
                '    position = (header + ";").index(";")\n',
            ),
        ),
        (STRANGERS + "test_a_part_of_a_form",),
        series=("19.0",),
    ),
    Mutant(
        "slow-parsers",
        "the limits of headers",
        (Edit(GUARD, "    if len(value) > limit:\n", "    if False:\n"),),
        (
            STRANGERS + "test_long_headers",
            STRANGERS + "test_a_header_of_many_lines",
        ),
    ),
    Mutant(
        "slow-parsers",
        "the look at cookies",
        (
            Edit(
                GUARD,
                '        environ["HTTP_COOKIE"] = _plain_cookies(environ["HTTP_COOKIE"])\n',
                "        pass\n",
            ),
        ),
        (STRANGERS + "test_cookies",),
    ),
    Mutant(
        "slow-parsers",
        "the reading of OAuth's header in one go: what is left is copied for each parameter",
        (
            Edit(
                "restapi/oauth/credentials.py",
                "    while position < len(text):\n",
                '    while text[position:].strip(" "):\n',
            ),
        ),
        ("unit/oauth/test_authorization.py::test_a_header_of_many_parameters",),
        is_pure=True,
    ),
    Mutant(
        "slow-parsers",
        "the shorter limit of bodies that anybody may send",
        (Edit(BODY, "MAX_UNKNOWN = 32 * 1024", "MAX_UNKNOWN = 1024 * 1024"),),
        (STRANGERS + "test_long_bodies_are_not_read",),
    ),
    Mutant(
        "encodings",
        "our own reading of forms: Werkzeug's reads them",
        (WERKZEUG_FORMS,),
        (
            FORMS + "test_what_is_not_utf_8_is_not_stored",
            FORMS + "test_nor_at_a_token_endpoint",
        ),
    ),
    Mutant(
        "encodings",
        "the strict decoding of parts",
        (
            Edit(
                MULTIPART,
                '        return name, content.decode("utf-8")\n',
                '        return name, content.decode("utf-8", "replace")\n',
            ),
        ),
        (
            FORMS + "test_what_is_not_utf_8_is_not_stored",
            "unit/rest/test_multipart.py::test_parts_that_are_not_utf_8",
        ),
    ),
    Mutant(
        "reach-of-writes",
        "the filter of Werkzeug's access log",
        (Edit("restapi/rest/logs.py", 'getLogger("werkzeug")', 'getLogger("nobody")'),),
        ("security/test_log.py::test_escape_sequences_in_the_log",),
    ),
    Mutant(
        "reach-of-writes",
        "the filter of our own log",
        (
            Edit(
                "restapi/rest/problems.py",
                "_logger.addFilter(logs.Printable())\n",
                "",
            ),
        ),
        ("security/test_log.py::test_escape_sequences_in_the_log",),
    ),
    Mutant(
        "reach-of-writes",
        "the look for names that stand twice in JSON text",
        (
            Edit(
                LITERALS,
                "        value = json.loads(text, object_pairs_hook=unique)\n",
                "        value = json.loads(text)\n",
            ),
        ),
        ("unit/rest/test_literals.py::test_a_name_that_stands_twice",),
        is_pure=True,
    ),
    Mutant(
        "reach-of-writes",
        "the look for names that stand twice in Python literals",
        (Edit(LITERALS, "            _check_names(tree)\n", "            pass\n"),),
        (
            "unit/rest/test_literals.py::test_a_name_that_stands_twice",
            "object/test_values.py::test_a_name_twice_in_text",
        ),
    ),
    Mutant(
        "reach-of-writes",
        "our own reading of numbers: Python's reads them",
        (
            Edit(
                LITERALS,
                "    if len(text) > MAX_DIGITS or not _NUMBER.fullmatch(text):\n",
                "    if len(text) > MAX_DIGITS:\n",
            ),
        ),
        (
            "unit/rest/test_literals.py::test_what_is_no_number",
            "object/test_values.py::test_numbers_as_python_alone_reads_them",
        ),
    ),
    Mutant(
        "reach-of-writes",
        "the look at the digits of ids in a path",
        (
            Edit(
                GUARD,
                "not (part.isascii() and len(part) <= MAX_ID_DIGITS)",
                "len(part) > MAX_ID_DIGITS",
            ),
        ),
        ("object/test_values.py::test_ids_in_a_path_are_ascii",),
    ),
    Mutant(
        "reach-of-writes",
        "the look at Content-Length",
        (Edit(GUARD, "    if not _LENGTH.fullmatch(", "    if False and not _LENGTH.fullmatch("),),
        (STRANGERS + "test_a_length_that_is_none",),
    ),
    Mutant(
        "reach-of-writes",
        "the escapes of line ends in JSON lines",
        (
            Edit(
                "restapi/rest/response/formats.py",
                "            text = text.replace(char, escaped)\n",
                "            pass\n",
            ),
        ),
        ("object/test_formats.py::test_line_ends_in_json_lines",),
    ),
    Mutant(
        "reach-of-writes",
        "`Vary: Origin`",
        (
            Edit(
                "restapi/rest/response/rendering.py",
                '        response.headers["Vary"] = ", ".join([*names, header])\n',
                "        pass\n",
            ),
        ),
        ("security/test_cors.py::test_caches_are_told_that_the_origin_counts",),
    ),
    Mutant(
        "deployment",
        "the look at Host",
        (
            Edit(
                GUARD,
                "    if not all(is_host(host) for host in hosts):\n",
                "    if False:\n",
            ),
        ),
        (
            STRANGERS + "test_a_host_that_is_none",
            STRANGERS + "test_behind_a_proxy",
        ),
    ),
    Mutant(
        "deployment",
        "the look at the scheme that a proxy names",
        (
            Edit(
                GUARD,
                '    if not set(schemes) <= {"http", "https", ""}:\n',
                "    if False:\n",
            ),
        ),
        (STRANGERS + "test_behind_a_proxy",),
    ),
    Mutant(
        "deployment",
        "leap seconds and lower case in times",
        (
            Edit("restapi/rest/request/dates.py", "[Tt ]", "[T ]"),
            Edit("restapi/rest/request/dates.py", "(60, 23, 59)", "(-1, 23, 59)"),
        ),
        ("unit/rest/test_dates.py::test_what_rfc_3339_knows",),
        is_pure=True,
        raises="ValueError",
    ),
    Mutant(
        "deployment",
        "the minute that a leap second needs",
        (
            Edit(
                "restapi/rest/request/dates.py",
                "        if seconds > 59 and",
                "        if seconds > 61 and",
            ),
        ),
        ("unit/rest/test_dates.py::test_and_what_it_does_not_know",),
        is_pure=True,
    ),
)
