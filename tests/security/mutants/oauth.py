"""Protections of the protocols, and of what is stored for them."""

from tests.security.mutants.model import Edit, Mutant

CALLS = "object/test_calls.py::"
CLOSED = "security/test_token_models.py::"
SECRETS = "security/test_leaks.py::"
FAMILIES = "security/test_codes_and_families.py::"
AUTHORIZE = "rfc6749/test_authorize.py::"
PKCE = "rfc7636/test_pkce.py::"
SIGNED = "rfc5849/test_forgeries.py::"
JWT = "rfc9068/test_access_tokens.py::"
CONSENT = "browser/test_consent.py::"
INSTALL = "install/test_lifecycle.py::"

MUTANTS = (
    Mutant(
        "error-redirects",
        "the look whether a redirect URI is registered",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        return redirects.matches(redirect_uri, request.client._redirect_uris())\n",
                "        return True\n",
            ),
        ),
        (
            AUTHORIZE + "test_no_redirect_before_the_redirect_uri_is_certain",
            AUTHORIZE + "test_redirect_uris_match_exactly",
        ),
    ),
    Mutant(
        "redirect-uris",
        "exact matching: what begins like a registered URI matches",
        (
            Edit(
                "restapi/oauth/redirects.py",
                "any(uri == candidate or ",
                "any(uri.startswith(candidate) or ",
            ),
        ),
        (
            AUTHORIZE + "test_redirect_uris_match_exactly",
            "unit/oauth/test_redirects.py::test_does_not_match",
        ),
    ),
    Mutant(
        "redirect-uris",
        "the rule that URIs of the web are of https",
        (
            Edit(
                "restapi/oauth/redirects.py",
                '    if parts.scheme == "http" and parts.hostname not in LOOPBACK_HOSTS:\n',
                "    if False:\n",
            ),
        ),
        ("unit/oauth/test_redirects.py::test_may_not_be_registered",),
        is_pure=True,
    ),
    Mutant(
        "slow-uris",
        "the limit of a URI's length, and with a pattern that takes quadratic time",
        (
            Edit("restapi/oauth/redirects.py", "len(uri) > MAX_LENGTH or ", ""),
            Edit(
                "restapi/oauth/redirects.py",
                "not _ALLOWED.fullmatch(uri)",
                'not re.fullmatch(r"[^ ]*[^ ]*\\Z\\w", uri[:9000])',
            ),
        ),
        ("unit/oauth/test_redirects.py::test_pathological_uris_take_no_time",),
        is_pure=True,
    ),
    Mutant(
        "pkce",
        "the rule that the method is S256",
        (
            Edit(
                "restapi/oauth/pkce.py",
                '    if request.code_challenge_method != "S256":\n',
                "    if False:\n",
            ),
        ),
        (PKCE + "test_plain_is_refused",),
    ),
    Mutant(
        "pkce",
        "the challenge that the code was asked for with",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        return request.code_row.code_challenge or None\n",
                "        return None\n",
            ),
        ),
        (PKCE + "test_missing_or_wrong_verifier",),
    ),
    Mutant(
        "pkce",
        "the refusal of a verifier that no challenge was sent for",
        (
            Edit(
                "restapi/oauth/pkce.py",
                "    if request.code_verifier and not request.code_row.code_challenge:\n",
                "    if False:\n",
            ),
        ),
        (PKCE + "test_a_verifier_without_a_challenge",),
    ),
    Mutant(
        "pkce",
        "the rule that public applications send a challenge",
        (
            Edit(
                "restapi/oauth/validator.py",
                '        return bool(request.client.kind == "public")\n',
                "        return False\n",
            ),
        ),
        (PKCE + "test_public_applications_must_use_it",),
    ),
    Mutant(
        "codes",
        "the end that a code's second use makes",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        if row.used_at:\n            row._revoke_family()\n            return False\n",
                "",
            ),
        ),
        (FAMILIES + "test_a_code_used_twice_ends_what_it_gave",),
    ),
    Mutant(
        "codes",
        "the question whose code it is",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        row = self.tokens._find_code(code)\n"
                "        if not row or row.application_id != client or ",
                "        row = self.tokens._find_code(code)\n        if not row or ",
            ),
        ),
        (FAMILIES + "test_a_code_of_another_application",),
    ),
    Mutant(
        "refresh-tokens",
        "the memory of used refresh tokens",
        (
            Edit(
                "restapi/models/restapi_oauth2_token.py",
                "        if not self.used_at:\n            return False\n        successors",
                "        if True:\n            return False\n        successors",
            ),
        ),
        (
            FAMILIES + "test_an_older_generation",
            FAMILIES + "test_an_old_token_after_the_retry_window",
        ),
    ),
    Mutant(
        "refresh-tokens",
        "the question whose refresh token it is",
        (
            Edit(
                "restapi/oauth/validator.py",
                "        row = self.tokens._find_refresh_token(refresh_token)\n"
                "        if not row or row.application_id != client or ",
                "        row = self.tokens._find_refresh_token(refresh_token)\n        if not row or ",
            ),
        ),
        (FAMILIES + "test_a_refresh_token_of_another_application",),
    ),
    Mutant(
        "other-applications",
        "the question whose token it is",
        (
            Edit(
                "restapi/oauth/token_responses.py",
                "lambda found: found.application_id == client)",
                "lambda found: True)",
            ),
        ),
        (
            "rfc7009/test_revoke.py::test_tokens_of_another_application",
            "rfc7662/test_introspect.py::test_tokens_of_another_application",
        ),
    ),
    Mutant(
        "stored-hashes",
        "hashing of what looks like a hash already",
        (
            Edit(
                "restapi/oauth/opaque_secrets.py",
                '    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()\n',
                "    if len(token) == 64:\n        return token\n"
                '    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()\n',
            ),
        ),
        (FAMILIES + "test_the_stored_hash_is_no_secret",),
    ),
    Mutant(
        "scopes-of-routes",
        "`caller.require` in the route decorator",
        (
            Edit(
                "restapi/controllers/routing.py",
                "        caller.require(needed)\n",
                "        pass\n",
            ),
        ),
        (
            "security/test_scopes_of_routes.py::test_every_scope_on_every_route",
            "object/test_hostile_requests.py::test_each_route_needs_its_scope",
            CALLS + "test_calls_do_not_evade_scopes",
        ),
    ),
    Mutant(
        "scopes-of-routes",
        "the guard of applications",
        (
            Edit(
                "restapi/models/restapi_application_guard.py",
                "        caller.require_scopes(request, SCOPES)\n",
                "        pass\n",
            ),
            Edit(
                "restapi/models/restapi_application_guard.py",
                "        return not caller.missing_scopes(request, SCOPES) and super",
                "        return super",
            ),
        ),
        (
            "security/test_scopes.py::test_secrets_are_for_tokens_with_all_scopes",
            "security/test_scopes.py::test_registering_and_changing_needs_all_scopes",
        ),
    ),
    Mutant(
        "scopes-of-routes",
        "the group in the access list of applications",
        (
            Edit(
                "restapi/models/restapi_rights.py",
                '    _of_managers("restapi.application", ALL),\n',
                '    Right("restapi_application_manager", "x", "restapi.application",'
                ' "base.group_user", ALL),\n',
            ),
        ),
        (CLOSED + "test_only_managers_change_applications",),
        installs=True,
    ),
    Mutant(
        "signatures",
        "the memory of nonces",
        (
            Edit(
                "restapi/oauth/rfc5849.py",
                '        if environ.get("restapi.nonce_taken"):\n',
                "        if True:\n",
            ),
        ),
        (
            SIGNED + "test_a_nonce_works_once",
            SIGNED + "test_a_request_that_fails_has_used_its_nonce",
            SIGNED + "test_sixteen_uses_of_one_nonce_at_once_on_two_hosts",
        ),
    ),
    Mutant(
        "signatures",
        "the question for https",
        (
            Edit(
                "restapi/oauth/signed_requests.py",
                '    if method == "PLAINTEXT" and not _is_private(httprequest):\n',
                "    if False:\n",
            ),
        ),
        (SIGNED + "test_plaintext_needs_https",),
    ),
    Mutant(
        "signatures",
        "the comparison with the clock",
        (
            Edit(
                "restapi/oauth/signed_requests.py",
                "    if abs(time.time() - int(text)) > LIFETIME:\n",
                "    if False:\n",
            ),
            # oauthlib looks at the clock too
            Edit(
                "restapi/oauth/rfc5849.py",
                "    timestamp_lifetime = signed_requests.LIFETIME\n",
                "    timestamp_lifetime = 10**10\n",
            ),
        ),
        (SIGNED + "test_timestamps",),
    ),
    Mutant(
        "access-tokens",
        "the limit of 8 KB",
        (Edit("restapi/oauth/tokens.py", "    if len(token) > MAX_LENGTH:\n", "    if False:\n"),),
        (JWT + "test_what_is_too_long_is_not_parsed",),
    ),
    Mutant(
        "access-tokens",
        "the comparison of claims with the token's row",
        (
            Edit(
                "restapi/oauth/rfc6750.py",
                "    if not claims.match(issuer, user_id, client_id, end):\n",
                "    if False:\n",
            ),
        ),
        (JWT + "test_claims_that_are_not_the_rows",),
    ),
    Mutant(
        "access-tokens",
        "the look at the end of a token that was checked before",
        (
            Edit(
                "restapi/oauth/tokens.py",
                "    if claims.expires_at <= time.time() - LEEWAY:\n",
                "    if False:\n",
            ),
        ),
        (JWT + "test_expired", JWT + "test_it_expires_after_it_was_checked"),
    ),
    Mutant(
        "access-tokens",
        "the comparison of the key with the one that a token was checked with",
        (
            Edit(
                "restapi/oauth/tokens.py",
                "    if verified_by is not public_key:\n",
                "    if verified_by is None:\n",
            ),
        ),
        (JWT + "test_a_key_that_was_replaced",),
    ),
    Mutant(
        "access-tokens",
        "the check of the signature and its algorithm",
        (
            Edit(
                "restapi/oauth/tokens.py",
                '            options={"verify_exp": False},\n',
                '            options={"verify_exp": False, "verify_signature": False},\n',
            ),
            Edit(
                "restapi/oauth/tokens.py",
                'or header.get("alg") != ALGORITHM ',
                "",
            ),
        ),
        (
            JWT + "test_alg_none",
            JWT + "test_hs256_with_the_public_key",
            JWT + "test_keys_that_the_token_brings_along",
        ),
    ),
    Mutant(
        "equal-work",
        "the decoy of an unknown client",
        (
            Edit(
                "restapi/oauth/clients.py",
                "    sealed = application.client_secret_sealed or",
                "    if not application:\n        return application\n"
                "    sealed = application.client_secret_sealed or",
            ),
        ),
        ("security/test_equal_work.py::test_unknown_and_wrong_cost_the_same_work",),
    ),
    Mutant(
        "equal-work",
        "the decoy of an unknown consumer",
        (
            Edit(
                "restapi/oauth/rfc5849.py",
                "        sealed = self.match.client_secret_sealed or sealing.decoy(self.env)\n"
                "        return self.keyring.unseal(sealed)\n",
                "        sealed = self.match.client_secret_sealed\n"
                '        return self.keyring.unseal(sealed) if sealed else ""\n',
            ),
        ),
        ("security/test_equal_work.py::test_unknown_and_wrong_cost_the_same_work",),
    ),
    Mutant(
        "equal-work",
        "the comparison in constant time",
        (
            Edit(
                "restapi/oauth/clients.py",
                "hmac.compare_digest(sealing.unseal(env, sealed).encode(), client_secret.encode())",
                "sealing.unseal(env, sealed) == client_secret",
            ),
        ),
        ("security/test_equal_work.py::test_unknown_and_wrong_cost_the_same_work",),
    ),
    Mutant(
        "consent",
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
        "consent",
        "the user in the form",
        (
            Edit(
                "restapi/controllers/pages.py",
                "return form_user == str(user.id) and ",
                "return ",
            ),
        ),
        (CONSENT + "test_a_forged_form_allows_nothing", CONSENT + "test_the_user_changed_since"),
    ),
    Mutant(
        "consent",
        "the question for consent: a GET allows",
        (
            Edit(
                "restapi/controllers/consent.py",
                '    if _prompt() != "consent" and auth_request.is_allowed_already(user):\n',
                "    if True:\n",
            ),
        ),
        (CONSENT + "test_a_get_never_allows_anything_new",),
    ),
    Mutant(
        "consent",
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
        "consent",
        "escaping of the application's name",
        (
            Edit(
                "restapi/views/oauth_templates.xml",
                '<h1 class="o_restapi_name mb-1" t-out="application.name" />',
                '<h1 class="o_restapi_name mb-1" t-raw="application.name" />',
            ),
        ),
        (CONSENT + "test_the_name_is_escaped",),
        series=("14.0",),
        installs=True,
    ),
    Mutant(
        "consent",
        "denial: both buttons allow",
        (
            Edit(
                "restapi/controllers/consent.py",
                'auth_request.approve(user) if decision == "allow" else auth_request.deny()',
                "auth_request.approve(user)",
            ),
        ),
        ("browser/test_sign_in.py::test_deny",),
    ),
    Mutant(
        "tokens-in-addresses",
        "the look for a token among the parameters",
        (
            Edit(
                "restapi/oauth/caller.py",
                '    if "access_token" in sent:\n',
                "    if False:\n",
            ),
        ),
        (
            SECRETS + "test_a_bearer_token_in_the_address",
            "transport/test_errors.py::test_a_token_in_the_address_is_refused",
        ),
    ),
    Mutant(
        "lifecycle",
        "the hook that deletes the parameters",
        (Edit("restapi/hooks.py", "LIKE 'restapi.%%'", "LIKE 'another.%%'"),),
        (INSTALL + "test_install_update_uninstall",),
    ),
    Mutant(
        "lifecycle",
        "the constraint that a nonce works once",
        (
            Edit(
                "restapi/models/restapi_nonce.py",
                '    _key_uniq = compat.Constraint("UNIQUE (key)", "A nonce can be used only once.")\n',
                "",
            ),
        ),
        (INSTALL + "test_an_upgrade_from_an_older_version",),
    ),
    Mutant(
        "lifecycle",
        "the limit to administrators of the managers' group: all employees are given it",
        (
            Edit(
                "restapi/security/restapi_security.xml",
                '<record id="base.group_system" model="res.groups">',
                '<record id="base.group_user" model="res.groups">',
            ),
        ),
        (INSTALL + "test_users_who_were_there_before",),
        installs=True,
    ),
)
