"""Each protection against a pitfall: how it is taken out, and the tests that fail then.

`make mutants` tries all of it; `tests/unit/test_mutants.py` keeps the list in step with the code.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

BOTH = ("14.0", "19.0")
# How pytest begins the message of an assertion, as opposed to that of any other exception.
ASSERTION = re.compile(r"AssertionError|assert |Failed: DID NOT RAISE")


class Edit(NamedTuple):
    """`text` stands in `file` once; `instead` takes its place."""

    file: str
    text: str
    instead: str

    def apply(self, source: str) -> str:
        if source.count(self.text) != 1:
            found = source.count(self.text)
            raise ValueError(f"{self.file} holds this {found} times, not once:\n{self.text}")
        return source.replace(self.text, self.instead)


@dataclass(frozen=True)
class Mutant:
    """
    :param number: of the pitfall
    :param without: what is taken out, after the word "without"
    :param tests: each of them must fail, by an assertion
    :param series: where it makes a difference
    :param installs: it is in what Odoo reads when it installs the addon
    :param is_pure: its tests need no server
    :param raises: the exception by which a test in a browser notices, which waits in vain
    """

    number: int
    without: str
    edits: tuple[Edit, ...]
    tests: tuple[str, ...]
    series: tuple[str, ...] = BOTH
    installs: bool = False
    is_pure: bool = False
    raises: str = ""

    def is_noticed_by(self, state: str) -> bool:
        failed, _, message = state.partition(": ")
        by_waiting = self.raises and self.raises in message.partition("\n")[0]
        return failed == "failed" and bool(by_waiting or ASSERTION.match(message))


def table() -> str:
    """The rows of README.md, *Seen to fail*: `python3 -m tests.security.mutants` prints them."""
    rows = []
    for mutant in MUTANTS:
        tests = "<br>".join(f"`{test}`" for test in mutant.tests)
        rows.append(f"| {mutant.number} | {mutant.without} | {' '.join(mutant.series)} | {tests} |")
    return "\n".join(rows) + "\n"


CALLS = "object/test_calls.py::"
CLOSED = "security/test_pitfall_03.py::"
ORACLE = "object/test_pitfall_05_field_group_oracle.py::"
LIFECYCLE = "security/test_lifecycle.py::"
SECRETS = "security/test_pitfall_12.py::"
FAMILIES = "security/test_codes_and_families.py::"
AUTHORIZE = "rfc6749/test_authorize.py::"
PKCE = "rfc7636/test_pitfall_24.py::"
SIGNED = "rfc5849/test_pitfall_30.py::"
JWT = "rfc9068/test_pitfall_31.py::"
CONSENT = "browser/test_pitfall_33.py::"
INSTALL = "install/test_lifecycle.py::"

MUTANTS = (
    Mutant(
        1,
        "Odoo's look at the method's name",
        (Edit("restapi/compat/access.py", "    models.check_method_name(name)\n", ""),),
        (CALLS + "test_pitfall_01_private_methods",),
        series=("14.0",),
    ),
    Mutant(
        1,
        "Odoo's own rule of what is public",
        (
            Edit(
                "restapi/compat/access.py",
                "        return _get_public_method(model, name)\n",
                "        return getattr(type(model), name)\n",
            ),
            # Odoo asks the same again in its own call
            Edit(
                "restapi/compat/access.py",
                '    return _call_kw(model, name, args, {**kwargs, "context": dict(model.env.context)})\n',
                "    return getattr(model.browse(args[:1] and args[0]), name)(*args[1:], **kwargs)\n",
            ),
        ),
        (CALLS + "test_pitfall_01_private_methods", CALLS + "test_pitfall_01_api_private"),
        series=("19.0",),
    ),
    Mutant(
        2,
        "the caller's own rights: the environment is the superuser's",
        (
            Edit(
                "restapi/rest/orm.py",
                "    env = request.env(context=context)\n",
                "    env = request.env(context=context, su=True)\n",
            ),
        ),
        (CALLS + "test_pitfall_02_no_superuser_by_calls",),
    ),
    Mutant(
        2,
        "the rule that records in results become ids: they are read, as whom the method made them",
        (
            Edit(
                "restapi/rest/calls.py",
                "        return list(value.ids)\n",
                "        return value.read()\n",
            ),
        ),
        (CALLS + "test_pitfall_02_sudo_gives_nothing",),
        series=("14.0",),
    ),
    Mutant(
        3,
        "the group in the access list of tokens",
        (
            Edit(
                "restapi/security/ir.model.access.csv",
                "model_restapi_oauth2_token,restapi.group_manager,1",
                "model_restapi_oauth2_token,,1",
            ),
        ),
        (
            CLOSED + "test_pitfall_03_nothing_through_odoos_rpc",
            CLOSED + "test_pitfall_03_nothing_through_our_api",
            CLOSED + "test_pitfall_03_the_web_client",
        ),
        installs=True,
    ),
    Mutant(
        4,
        "the group of the field that leads from users to applications",
        (
            Edit(
                "restapi/models/res_users.py",
                'string="OAuth Applications",\n        groups="restapi.group_manager",\n',
                'string="OAuth Applications",\n',
            ),
        ),
        (CLOSED + "test_pitfall_04_others_tokens_through_related_models",),
    ),
    Mutant(
        5,
        "the question for the field's groups",
        (
            Edit(
                "restapi/rest/fields.py",
                '        access.check_field_access(model, "read", list(names))\n',
                "        pass\n",
            ),
        ),
        (ORACLE + "test_pitfall_05_domains", ORACLE + "test_pitfall_05_calls"),
        series=("14.0",),
    ),
    Mutant(
        5,
        "the look for closed columns in Odoo's own searches",
        (
            Edit(
                "restapi/models/restapi_closed.py",
                "        if access.is_superuser(self.env):\n",
                "        if True:\n",
            ),
        ),
        (CLOSED + "test_pitfall_05_hashes_are_closed_to_managers_too",),
        series=("14.0",),
    ),
    Mutant(
        6,
        "the look at the user in the query for the token",
        (
            Edit(
                "restapi/oauth/rfc6750.py",
                "       AND (SELECT u.active FROM res_users u WHERE u.id = t.user_id)\n",
                "",
            ),
        ),
        (LIFECYCLE + "test_pitfall_06_a_user_archived_behind_odoos_back",),
    ),
    Mutant(
        6,
        "the end of tokens when a user is archived",
        (
            Edit(
                "restapi/models/res_users.py",
                '        if "active" in vals and not vals["active"]:\n',
                "        if False:\n",
            ),
        ),
        (LIFECYCLE + "test_pitfall_06_an_archived_user",),
    ),
    Mutant(
        6,
        "`active` among what the tokens of an application depend on",
        (
            Edit(
                "restapi/models/restapi_application.py",
                'TOKENS_DEPEND_ON = ("active", ',
                "TOKENS_DEPEND_ON = (",
            ),
        ),
        (LIFECYCLE + "test_pitfall_06_an_archived_application",),
    ),
    Mutant(
        7,
        "the question whether all records may be read",
        (
            Edit(
                "restapi/rest/reports.py",
                '        if access.permitted(records, "read") != records:\n',
                "        if False:\n",
            ),
        ),
        ("report/test_access.py::test_pitfall_07_an_attachment_is_no_way_around",),
    ),
    Mutant(
        8,
        "the scan that admits literals only",
        (Edit("restapi/rest/literals.py", "    _scan(text, name)\n", ""),),
        ("unit/test_literals.py::test_pitfall_08_nothing_but_literals_and_no_time_lost",),
        is_pure=True,
    ),
    Mutant(
        8,
        "the limit of 20 digits",
        (Edit("restapi/rest/literals.py", "MAX_INT_DIGITS = 20\n", "MAX_INT_DIGITS = 400\n"),),
        ("unit/test_hostile_values.py::test_pitfall_08_hostile_literals_are_refused_at_once",),
        is_pure=True,
    ),
    Mutant(
        9,
        "the count of what prefix operators join",
        (Edit("restapi/rest/domain.py", "    _check_arity(domain)\n    checked", "    checked"),),
        ("object/test_domains.py::test_pitfall_09_a_malformed_domain_matches_nothing",),
    ),
    Mutant(
        10,
        "the way of errors to Odoo, which rolls back and tries again: they are answered at once",
        (
            Edit(
                "restapi/controllers/main.py",
                "            answer = endpoint(self, env, **path_variables, **values)\n",
                "            from ..rest import problems\n\n"
                "            try:\n"
                "                answer = endpoint(self, env, **path_variables, **values)\n"
                "            except Exception as error:\n"
                "                return problems.respond(error)\n",
            ),
        ),
        (
            CALLS + "test_pitfall_10_a_method_that_writes_and_then_raises",
            "transport/test_transactions.py::test_pitfall_10_a_serialization_failure_is_retried",
        ),
    ),
    Mutant(
        11,
        "chance: all applications get one secret",
        (
            Edit(
                "restapi/models/restapi_application.py",
                "secrets.seal(self.env, secrets.generate())\n        return applications\n",
                'secrets.seal(self.env, "x" * 32)\n        return applications\n',
            ),
        ),
        (LIFECYCLE + "test_pitfall_11_all_secrets_differ",),
    ),
    Mutant(
        12,
        "hashing: codes and tokens are stored as they are",
        (
            Edit(
                "restapi/oauth/secrets.py",
                '    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()\n',
                "    return token\n",
            ),
        ),
        (SECRETS + "test_pitfall_12_no_secret_in_the_log_or_in_a_table",),
    ),
    Mutant(
        12,
        "the level that keeps oauthlib from logging codes and tokens",
        (
            Edit(
                "restapi/oauth/__init__.py",
                "setLevel(logging.INFO)",
                "setLevel(logging.DEBUG)",
            ),
        ),
        (SECRETS + "test_pitfall_12_not_even_in_a_log_of_everything",),
    ),
    Mutant(
        12,
        "reticence: the error repeats the value that it is about",
        (
            Edit(
                "restapi/oauth/http.py",
                """raise BadRequest("Parameter '%s' must be text." % name)""",
                """raise BadRequest("%s must be text: %r" % (name, value))""",
            ),
        ),
        (SECRETS + "test_pitfall_12_answers_do_not_repeat_secrets",),
    ),
    Mutant(
        13,
        "the rule that a session signs nobody in",
        (
            Edit(
                "restapi/oauth/caller.py",
                "    else:\n        raise Unauthorized(\n",
                "    elif request.session.uid:\n"
                "        user_id = request.session.uid\n"
                '        scopes = frozenset("read create write delete call report".split())\n'
                "    else:\n        raise Unauthorized(\n",
            ),
        ),
        ("transport/test_stateless.py::test_pitfall_13_a_session_cookie_authorises_nothing",),
    ),
    Mutant(
        14,
        "the rule that tracebacks stay in the log",
        (
            Edit(
                "restapi/rest/problems.py",
                '    return text or str(getattr(exc, "name", "")) or type(exc).__name__\n',
                "    import traceback\n\n"
                '    return "".join(traceback.format_exception(type(exc), exc, exc.__traceback__))\n',
            ),
        ),
        ("object/test_pitfalls.py::test_pitfall_14_no_traceback",),
    ),
    Mutant(
        14,
        "sign-in: the route goes on for nobody, and fails somewhere",
        (
            Edit(
                "restapi/controllers/main.py",
                "                caller = sign_in(request)\n"
                "                for needed in (scope, *more_scopes(**path_variables)):\n"
                "                    caller.require(needed)\n",
                '                if request.httprequest.headers.get("Authorization"):\n'
                "                    caller = sign_in(request)\n",
            ),
        ),
        (
            "security/test_pitfall_29_matrix.py::"
            "test_pitfall_14_every_route_without_sign_in_is_401_and_tells_nothing",
        ),
    ),
    Mutant(
        15,
        "the database's own audience",
        (
            Edit(
                "restapi/oauth/tokens.py",
                """    return "urn:uuid:%s" % env["ir.config_parameter"].sudo().get_param("database.uuid")\n""",
                '    return "urn:uuid:any"\n',
            ),
        ),
        ("security/test_pitfall_15.py::test_pitfall_15_a_copy_of_the_database_with_its_keys",),
    ),
    Mutant(
        16,
        "the look for NUL in values",
        (
            Edit(
                "restapi/rest/literals.py",
                '        if "\\x00" in value:\n'
                '            raise InvalidParameter(name, "it contains a NUL character.")\n',
                "",
            ),
        ),
        (
            SECRETS + "test_pitfall_16_nul_and_other_odd_text",
            "report/test_access.py::test_pitfall_16_a_nul_character",
        ),
    ),
    Mutant(
        17,
        "the check of each sort term",
        (
            Edit(
                "restapi/rest/fields.py",
                '    return ", ".join(_order_term(model, term.strip()) for term in order.split(","))\n',
                "    return order\n",
            ),
        ),
        ("object/test_domains.py::test_pitfall_17_injection_through_order",),
    ),
    Mutant(
        18,
        "`_may_see_secrets`: by it alone `mapped` and `export_data` tell employees no secret",
        (
            Edit(
                "restapi/models/restapi_application.py",
                "        may_see = self._may_see_secrets()\n",
                "        may_see = True\n",
            ),
        ),
        ("security/test_computed_secret.py::test_nobody_computes_a_secret",),
        series=("14.0",),
    ),
    Mutant(
        18,
        "a secret of its own for each new record, copies too",
        (
            Edit(
                "restapi/models/restapi_application.py",
                "secrets.seal(self.env, secrets.generate())\n        return applications\n",
                'secrets.seal(self.env, "x" * 32)\n        return applications\n',
            ),
        ),
        (CLOSED + "test_pitfall_18_the_copy_of_an_application_has_secrets_of_its_own",),
    ),
    Mutant(
        19,
        "Odoo's question for the right to create",
        (
            Edit(
                "restapi/rest/orm.py",
                "        access.check_model_access(env[name], operation)\n",
                "        pass\n",
            ),
            Edit(
                "restapi/controllers/object_write.py",
                "            created = records.create(",
                "            created = records.sudo().create(",
            ),
        ),
        ("object/test_introspection.py::test_pitfall_19_only_what_odoo_lets_the_user_do",),
    ),
    Mutant(
        20,
        "our own end of a request: Odoo saves the session and sends its cookie",
        (
            Edit(
                "restapi/rest/transport_legacy.py",
                "        if isinstance(request, RestRequest):\n            return cors",
                "        if False:\n            return cors",
            ),
            Edit(
                "restapi/controllers/main.py",
                "            save_session=False,\n            readonly",
                "            readonly",
            ),
        ),
        (
            "transport/test_stateless.py::test_pitfall_20_no_cookie_and_no_session_file",
            "object/test_pitfalls.py::test_pitfall_20_no_session",
        ),
        series=("14.0",),
    ),
    Mutant(
        20,
        "our own end of a request: the session is saved and its cookie sent",
        (
            Edit(
                "restapi/rest/transport.py",
                "        self.request.session.can_save = False\n\n    def dispatch",
                "        self.request.session.is_dirty = True\n\n    def dispatch",
            ),
            Edit(
                "restapi/rest/transport.py",
                "        http.root.set_csp(response)\n",
                "        self.request._save_session()\n",
            ),
        ),
        (
            "transport/test_stateless.py::test_pitfall_20_no_cookie_and_no_session_file",
            "object/test_pitfalls.py::test_pitfall_20_no_session",
        ),
        series=("19.0",),
    ),
    Mutant(
        21,
        "the look whether a redirect URI is registered",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        return redirects.matches(redirect_uri, request.client._redirect_uris())\n",
                "        return True\n",
            ),
        ),
        (
            AUTHORIZE + "test_pitfall_21_no_redirect_before_the_redirect_uri_is_certain",
            AUTHORIZE + "test_pitfall_22_redirect_uris_match_exactly",
        ),
    ),
    Mutant(
        22,
        "exact matching: what begins like a registered URI matches",
        (
            Edit(
                "restapi/oauth/redirects.py",
                "any(uri == known or ",
                "any(uri.startswith(known) or ",
            ),
        ),
        (
            AUTHORIZE + "test_pitfall_22_redirect_uris_match_exactly",
            "unit/test_redirects.py::test_pitfall_22_does_not_match",
        ),
    ),
    Mutant(
        22,
        "the rule that URIs of the web are of https",
        (
            Edit(
                "restapi/oauth/redirects.py",
                '    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:\n',
                "    if False:\n",
            ),
        ),
        ("unit/test_redirects.py::test_pitfall_22_may_not_be_registered",),
        is_pure=True,
    ),
    Mutant(
        23,
        "the limit of a URI's length, and with a pattern that takes quadratic time",
        (
            Edit("restapi/oauth/redirects.py", "len(uri) > MAX_LENGTH or ", ""),
            Edit(
                "restapi/oauth/redirects.py",
                "not _ALLOWED.fullmatch(uri)",
                'not re.fullmatch(r"[^ ]*[^ ]*\\Z\\w", uri[:9000])',
            ),
        ),
        ("unit/test_redirects.py::test_pitfall_23_pathological_uris_take_no_time",),
        is_pure=True,
    ),
    Mutant(
        24,
        "the rule that the method is S256",
        (
            Edit(
                "restapi/oauth/pkce.py",
                '    if request.code_challenge_method != "S256":\n',
                "    if False:\n",
            ),
        ),
        (PKCE + "test_pitfall_24_plain_is_refused",),
    ),
    Mutant(
        24,
        "the challenge that the code was asked for with",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        return request.code_row.code_challenge or None\n",
                "        return None\n",
            ),
        ),
        (PKCE + "test_pitfall_24_missing_or_wrong_verifier",),
    ),
    Mutant(
        24,
        "the refusal of a verifier that no challenge was sent for",
        (
            Edit(
                "restapi/oauth/pkce.py",
                "    if request.code_verifier and not request.code_row.code_challenge:\n",
                "    if False:\n",
            ),
        ),
        (PKCE + "test_pitfall_24_a_verifier_without_a_challenge",),
    ),
    Mutant(
        24,
        "the rule that public applications send a challenge",
        (
            Edit(
                "restapi/oauth/validator.py",
                '        return bool(request.client.kind == "public")\n',
                "        return False\n",
            ),
        ),
        (PKCE + "test_pitfall_24_public_applications_must_use_it",),
    ),
    Mutant(
        25,
        "the end that a code's second use makes",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        if row.used_at:\n            row._revoke_family()\n            return False\n",
                "",
            ),
        ),
        (FAMILIES + "test_pitfall_25_a_code_used_twice_ends_what_it_gave",),
    ),
    Mutant(
        25,
        "the question whose code it is",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        row = self.tokens._find_code(code)\n"
                "        if not row or row.application_id != client or ",
                "        row = self.tokens._find_code(code)\n        if not row or ",
            ),
        ),
        (FAMILIES + "test_pitfall_25_a_code_of_another_application",),
    ),
    Mutant(
        26,
        "the memory of used refresh tokens",
        (
            Edit(
                "restapi/models/restapi_oauth2_token.py",
                "        if not self.used_at:\n            return False\n        successors",
                "        if True:\n            return False\n        successors",
            ),
        ),
        (
            FAMILIES + "test_pitfall_26_an_older_generation",
            FAMILIES + "test_pitfall_26_an_old_token_after_the_retry_window",
        ),
    ),
    Mutant(
        26,
        "the question whose refresh token it is",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        row = self.tokens._find_refresh_token(refresh_token)\n"
                "        if not row or row.application_id != client or ",
                "        row = self.tokens._find_refresh_token(refresh_token)\n        if not row or ",
            ),
        ),
        (FAMILIES + "test_pitfall_26_a_refresh_token_of_another_application",),
    ),
    Mutant(
        27,
        "the question whose token it is",
        (
            Edit(
                "restapi/oauth/validator.py",
                "lambda found: found.application_id == client)",
                "lambda found: True)",
            ),
        ),
        (
            "rfc7009/test_revoke.py::test_pitfall_27_tokens_of_another_application",
            "rfc7662/test_introspect.py::test_pitfall_27_tokens_of_another_application",
        ),
    ),
    Mutant(
        28,
        "hashing of what looks like a hash already",
        (
            Edit(
                "restapi/oauth/secrets.py",
                '    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()\n',
                "    if len(token) == 64:\n        return token\n"
                '    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()\n',
            ),
        ),
        (FAMILIES + "test_pitfall_28_the_stored_hash_is_no_secret",),
    ),
    Mutant(
        29,
        "`caller.require` in the route decorator",
        (
            Edit(
                "restapi/controllers/main.py",
                "                    caller.require(needed)\n",
                "                    pass\n",
            ),
        ),
        (
            "security/test_pitfall_29_matrix.py::test_pitfall_29_every_scope_on_every_route",
            "object/test_pitfalls.py::test_pitfall_29_each_route_needs_its_scope",
            CALLS + "test_pitfall_29_calls_do_not_evade_scopes",
        ),
    ),
    Mutant(
        29,
        "the guard of applications",
        (
            Edit(
                "restapi/models/restapi_application_guard.py",
                "        for scope in caller.missing_scopes(request, SCOPES):\n",
                "        for scope in ():\n",
            ),
            Edit(
                "restapi/models/restapi_application_guard.py",
                "        return not caller.missing_scopes(request, SCOPES) and super",
                "        return super",
            ),
        ),
        (
            "security/test_scopes.py::test_pitfall_29_secrets_are_for_tokens_with_all_scopes",
            "security/test_scopes.py::test_pitfall_29_registering_and_changing_needs_all_scopes",
        ),
    ),
    Mutant(
        29,
        "the group in the access list of applications",
        (
            Edit(
                "restapi/security/ir.model.access.csv",
                "model_restapi_application,restapi.group_manager,",
                "model_restapi_application,base.group_user,",
            ),
        ),
        (CLOSED + "test_pitfall_29_only_managers_change_applications",),
        installs=True,
    ),
    Mutant(
        30,
        "the memory of nonces",
        (
            Edit(
                "restapi/oauth/rfc5849.py",
                '        if environ.get("restapi.nonce_taken"):\n',
                "        if True:\n",
            ),
        ),
        (
            SIGNED + "test_pitfall_30_a_nonce_works_once",
            SIGNED + "test_pitfall_30_a_request_that_fails_has_used_its_nonce",
            SIGNED + "test_sixteen_uses_of_one_nonce_at_once_on_two_hosts",
        ),
    ),
    Mutant(
        30,
        "the question for https",
        (
            Edit(
                "restapi/oauth/signed.py",
                '    if method == "PLAINTEXT" and not _is_private(httprequest):\n',
                "    if False:\n",
            ),
        ),
        (SIGNED + "test_pitfall_30_plaintext_needs_https",),
    ),
    Mutant(
        30,
        "the comparison with the clock",
        (
            Edit(
                "restapi/oauth/signed.py",
                "    if abs(time.time() - int(text)) > LIFETIME:\n",
                "    if False:\n",
            ),
            # oauthlib looks at the clock too
            Edit(
                "restapi/oauth/rfc5849.py",
                "    timestamp_lifetime = signed.LIFETIME\n",
                "    timestamp_lifetime = 10**10\n",
            ),
        ),
        (SIGNED + "test_pitfall_30_timestamps",),
    ),
    Mutant(
        31,
        "the limit of 8 KB",
        (Edit("restapi/oauth/tokens.py", "    if len(token) > MAX_LENGTH:\n", "    if False:\n"),),
        (JWT + "test_pitfall_31_what_is_too_long_is_not_parsed",),
    ),
    Mutant(
        31,
        "the comparison of claims with the token's row",
        (
            Edit(
                "restapi/oauth/rfc6750.py",
                "    if (claims.issuer, claims.subject, claims.client_id) != "
                "(issuer, str(user_id), client_id):\n",
                "    if False:\n",
            ),
        ),
        (JWT + "test_pitfall_31_claims_that_are_not_the_rows",),
    ),
    Mutant(
        31,
        "the check of the signature and its algorithm",
        (
            Edit(
                "restapi/oauth/tokens.py",
                "            leeway=LEEWAY,\n",
                '            leeway=LEEWAY, options={"verify_signature": False},\n',
            ),
            Edit(
                "restapi/oauth/tokens.py",
                'or header.get("alg") != ALGORITHM ',
                "",
            ),
        ),
        (
            JWT + "test_pitfall_31_alg_none",
            JWT + "test_pitfall_31_hs256_with_the_public_key",
            JWT + "test_pitfall_31_keys_that_the_token_brings_along",
        ),
    ),
    Mutant(
        32,
        "the decoy of an unknown client",
        (
            Edit(
                "restapi/oauth/clients.py",
                "    sealed = application.client_secret_sealed or",
                "    if not application:\n        return application\n"
                "    sealed = application.client_secret_sealed or",
            ),
        ),
        ("security/test_pitfall_32.py::test_pitfall_32_unknown_and_wrong_cost_the_same_work",),
    ),
    Mutant(
        32,
        "the decoy of an unknown consumer",
        (
            Edit(
                "restapi/oauth/rfc5849.py",
                "        return secrets.unseal(\n"
                "            self.env, self.parties.client_secret_sealed or secrets.decoy(self.env)\n"
                "        )\n",
                "        sealed = self.parties.client_secret_sealed\n"
                '        return secrets.unseal(self.env, sealed) if sealed else ""\n',
            ),
        ),
        ("security/test_pitfall_32.py::test_pitfall_32_unknown_and_wrong_cost_the_same_work",),
    ),
    Mutant(
        32,
        "the comparison in constant time",
        (
            Edit(
                "restapi/oauth/clients.py",
                "hmac.compare_digest(secrets.unseal(env, sealed).encode(), client_secret.encode())",
                "secrets.unseal(env, sealed) == client_secret",
            ),
        ),
        ("security/test_pitfall_32.py::test_pitfall_32_unknown_and_wrong_cost_the_same_work",),
    ),
    Mutant(
        33,
        "the form's CSRF token",
        (
            Edit(
                "restapi/controllers/pages.py",
                " and _validate_csrf(csrf_token)\n",
                "\n",
            ),
        ),
        (
            CONSENT + "test_a_forged_form_allows_nothing",
            CONSENT + "test_the_token_of_another_session_allows_nothing",
        ),
    ),
    Mutant(
        33,
        "the user in the form",
        (
            Edit(
                "restapi/controllers/pages.py",
                "return asked_user == str(user.id) and ",
                "return ",
            ),
        ),
        (CONSENT + "test_a_forged_form_allows_nothing", CONSENT + "test_the_user_changed_since"),
    ),
    Mutant(
        33,
        "the question for consent: a GET allows",
        (
            Edit(
                "restapi/controllers/consent.py",
                '    if _prompt() != "consent" and asked.is_allowed_already(user):\n',
                "    if True:\n",
            ),
        ),
        (CONSENT + "test_a_get_never_allows_anything_new",),
    ),
    Mutant(
        33,
        "the headers against frames",
        (
            Edit("restapi/controllers/pages.py", "frame-ancestors 'none'; ", ""),
            Edit(
                "restapi/controllers/pages.py",
                '("X-Frame-Options", "DENY")',
                '("X-Frame-Options", "ALLOWALL")',
            ),
        ),
        (CONSENT + "test_the_pages_headers", CONSENT + "test_no_frame_shows_the_page"),
        raises="TimeoutError",
    ),
    Mutant(
        33,
        "escaping of the application's name",
        (
            Edit(
                "restapi/views/oauth_templates.xml",
                '<h1 class="o_restapi_name" t-esc="application.name" />\n'
                "                    <div>wants",
                '<h1 class="o_restapi_name" t-raw="application.name" />\n'
                "                    <div>wants",
            ),
        ),
        (CONSENT + "test_the_name_is_escaped",),
        series=("14.0",),
        installs=True,
    ),
    Mutant(
        33,
        "denial: both buttons allow",
        (
            Edit(
                "restapi/controllers/consent.py",
                'asked.approve(user) if decision == "allow" else asked.deny())',
                "asked.approve(user))",
            ),
        ),
        ("browser/test_sign_in.py::test_deny",),
    ),
    Mutant(
        34,
        "the look for a token among the parameters",
        (
            Edit(
                "restapi/oauth/caller.py",
                '    if "access_token" in sent:\n',
                "    if False:\n",
            ),
        ),
        (
            SECRETS + "test_pitfall_34_a_bearer_token_in_the_address",
            "transport/test_errors.py::test_a_token_in_the_address_is_refused",
        ),
    ),
    Mutant(
        35,
        "the hook that deletes the parameters",
        (Edit("restapi/hooks.py", "LIKE 'restapi.%%'", "LIKE 'another.%%'"),),
        (INSTALL + "test_pitfall_35_install_update_uninstall",),
    ),
    Mutant(
        35,
        "the constraint that a nonce works once",
        (
            Edit(
                "restapi/models/restapi_nonce.py",
                '    _key_uniq = compat.Constraint("UNIQUE (key)", "A nonce works once.")\n',
                "",
            ),
        ),
        (INSTALL + "test_pitfall_35_an_upgrade_from_an_older_version",),
    ),
    Mutant(
        35,
        "the limit to administrators of the managers' group: all employees are given it",
        (
            Edit(
                "restapi/security/restapi_security.xml",
                '<record id="base.group_system" model="res.groups">',
                '<record id="base.group_user" model="res.groups">',
            ),
        ),
        (INSTALL + "test_pitfall_35_users_who_were_there_before",),
        installs=True,
    ),
)


if __name__ == "__main__":
    print(table())
