"""Protections of redirect URIs and of the consent page."""

from tests.security.mutants.edits import (
    AlwaysIf,
    Call,
    Edit,
    Instead,
    NeverIf,
    Returns,
    WithoutOperand,
)
from tests.security.mutants.model import Mutant

SECRETS = "security/test_leaks.py::"
AUTHORIZE = "rfc6749/test_authorize.py::"
CONSENT = "browser/test_consent.py::"
EXPLORER = "security/test_explorer.py::"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "error-redirects",
        "the check that a redirect URI is registered",
        (Returns("restapi/oauth/validator.py", "Validator.validate_redirect_uri", "True"),),
        (
            AUTHORIZE + "test_no_redirect_before_the_redirect_uri_is_certain",
            AUTHORIZE + "test_redirect_uris_match_exactly",
        ),
    ),
    Mutant(
        "redirect-uris",
        "exact matching: URIs that begin like a registered one match",
        (
            Returns(
                "restapi/oauth/redirects.py",
                "matches",
                "any(uri.startswith(candidate) or _same_loopback(uri, candidate) for candidate in registered)",
            ),
        ),
        (
            AUTHORIZE + "test_redirect_uris_match_exactly",
            "unit/oauth/test_redirects.py::test_does_not_match",
        ),
    ),
    Mutant(
        "redirect-uris",
        "the rule that web URIs use https",
        (NeverIf("restapi/oauth/redirects.py", "problem", "LOOPBACK_HOSTS"),),
        ("unit/oauth/test_redirects.py::test_unsafe_uris_can_not_be_registered",),
        is_pure=True,
    ),
    Mutant(
        "slow-uris",
        "the limit of a URI's length, and with a pattern that takes quadratic time",
        (
            WithoutOperand("restapi/oauth/redirects.py", "_split", "MAX_LENGTH"),
            Call(
                "restapi/oauth/redirects.py",
                "_split",
                "_ALLOWED.fullmatch",
                're.fullmatch(r"[^ ]*[^ ]*\\Z\\w", {0}[:9000])',
            ),
        ),
        ("unit/oauth/test_redirects.py::test_pathological_uris_are_refused_quickly",),
        is_pure=True,
    ),
    Mutant(
        "consent",
        "the form's CSRF token",
        (WithoutOperand("restapi/controllers/pages.py", "is_own_form", "_validate_csrf"),),
        (
            CONSENT + "test_a_forged_form_allows_nothing",
            CONSENT + "test_the_token_of_another_session_allows_nothing",
        ),
    ),
    Mutant(
        "consent",
        "the user id in the form",
        (WithoutOperand("restapi/controllers/pages.py", "is_own_form", "user.id"),),
        (CONSENT + "test_a_forged_form_allows_nothing", CONSENT + "test_the_user_changed_since"),
    ),
    Mutant(
        "consent",
        "the consent page: a GET allows",
        (AlwaysIf("restapi/controllers/consent.py", "_ask", "_prompt"),),
        (CONSENT + "test_a_get_never_allows_anything_new",),
    ),
    Mutant(
        "consent",
        "the headers against framing",
        (
            Edit("restapi/controllers/pages.py", "frame-ancestors 'none'; ", ""),
            Instead("restapi/controllers/pages.py", "_headers", "DENY", '"ALLOWALL"'),
        ),
        (CONSENT + "test_the_pages_headers", CONSENT + "test_no_frame_shows_the_page"),
        raises="TimeoutError",
    ),
    Mutant(
        "explorer",
        "the headers against frames",
        (
            Edit("restapi/controllers/explorer.py", "frame-ancestors 'none'; ", ""),
            Instead("restapi/controllers/explorer.py", "_headers", "DENY", '"ALLOWALL"'),
        ),
        (EXPLORER + "test_the_pages_headers",),
    ),
    Mutant(
        "explorer",
        "the nonce: scripts of any file of the server run",
        (Edit("restapi/controllers/explorer.py", "'nonce-%s'", "'self' 'nonce-%s'"),),
        (EXPLORER + "test_the_pages_headers",),
    ),
    Mutant(
        "explorer",
        "the question who is signed in, before the page names the database",
        (Edit("restapi/controllers/explorer.py", 'dbname if user else ""', "dbname"),),
        (EXPLORER + "test_the_page_tells_strangers_nothing",),
    ),
    Mutant(
        "explorer",
        "the question for the group",
        (
            Returns(
                "restapi/models/restapi_application_explorer.py",
                "RestapiApplication._is_for",
                "True",
            ),
        ),
        (
            EXPLORER + "test_nobody_else_may_use_it",
            EXPLORER + "test_who_has_left_the_group_gets_no_token",
        ),
    ),
    Mutant(
        "explorer",
        "the rule that it gets no refresh token",
        (
            Returns(
                "restapi/models/restapi_application_explorer.py",
                "RestapiApplication._has_refresh_tokens",
                "True",
            ),
        ),
        (EXPLORER + "test_no_refresh_token",),
    ),
    Mutant(
        "explorer",
        "texts as text in the viewer: Swagger UI takes them for Markdown",
        (
            Edit(
                "restapi/static/src/explorer/viewer.js",
                "wrapComponents: { Markdown: () => plain, curl: () => Code }",
                "wrapComponents: { curl: () => Code }",
            ),
        ),
        ("browser/test_explorer.py::test_markup_is_text",),
        raises="TimeoutError",
    ),
    Mutant(
        "explorer",
        "the look at the state when a sign-in comes back",
        (
            Edit(
                "restapi/static/src/explorer/oauth.js",
                'if (!kept.state || query.get("state") !== kept.state) {',
                "if (false) {",
            ),
        ),
        ("browser/test_explorer_access.py::test_a_code_from_elsewhere",),
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
        "the denial: both buttons allow",
        (
            Call(
                "restapi/controllers/consent.py",
                "_decide",
                "auth_request.deny",
                "auth_request.approve(user)",
            ),
        ),
        ("browser/test_sign_in.py::test_deny",),
    ),
    Mutant(
        "tokens-in-addresses",
        "the check for a token among the parameters",
        (NeverIf("restapi/oauth/caller.py", "refuse_token", "access_token"),),
        (
            SECRETS + "test_a_bearer_token_in_the_address",
            "transport/test_errors.py::test_a_token_in_the_address_is_refused",
        ),
    ),
)
