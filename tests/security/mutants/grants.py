"""Protections of authorization codes, PKCE and refresh tokens."""

from tests.security.mutants.edits import (
    AlwaysIf,
    Argument,
    Begin,
    Call,
    NeverIf,
    Returns,
    Without,
    WithoutOperand,
)
from tests.security.mutants.model import Mutant

FAMILIES = "security/test_codes_and_families.py::"
PKCE = "rfc7636/test_pkce.py::"
LINE = "security/test_refresh_retries.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "pkce",
        "the rule that the method is S256",
        (NeverIf("restapi/oauth/pkce.py", "check_challenge", "S256"),),
        (PKCE + "test_plain_is_refused",),
    ),
    Mutant(
        "pkce",
        "the comparison with the code's challenge",
        (Returns("restapi/oauth/validator.py", "Validator.get_code_challenge", "None"),),
        (PKCE + "test_missing_or_wrong_verifier",),
    ),
    Mutant(
        "pkce",
        "the refusal of a verifier without a challenge",
        (NeverIf("restapi/oauth/pkce.py", "refuse_verifier_without_challenge", "code_verifier"),),
        (PKCE + "test_a_verifier_without_a_challenge",),
    ),
    Mutant(
        "pkce",
        "the rule that public applications send a challenge",
        (Returns("restapi/oauth/validator.py", "Validator.is_pkce_required", "False"),),
        (PKCE + "test_public_applications_must_use_it",),
    ),
    Mutant(
        "codes",
        "the revocation after a code's second use",
        (NeverIf("restapi/oauth/validator.py", "Validator.validate_code", "used_at"),),
        (FAMILIES + "test_a_code_used_twice_ends_its_tokens",),
    ),
    Mutant(
        "codes",
        "the check of the application that a code belongs to",
        (
            WithoutOperand(
                "restapi/oauth/validator.py", "Validator.validate_code", "application_id"
            ),
        ),
        (FAMILIES + "test_a_code_of_another_application",),
    ),
    Mutant(
        "refresh-tokens",
        "the check for used refresh tokens",
        (
            AlwaysIf(
                "restapi/models/restapi_oauth2_token.py",
                "RestapiOauth2Token._is_replayed",
                "used_at",
            ),
        ),
        (
            FAMILIES + "test_an_older_generation",
            FAMILIES + "test_an_old_token_after_the_retry_window",
        ),
    ),
    Mutant(
        "refresh-tokens",
        "the check of the application that a refresh token belongs to",
        (
            WithoutOperand(
                "restapi/oauth/validator.py", "Validator.validate_refresh_token", "application_id"
            ),
        ),
        (FAMILIES + "test_a_refresh_token_of_another_application",),
    ),
    Mutant(
        "other-applications",
        "the check of the application that a token belongs to",
        (
            Argument(
                "restapi/oauth/token_responses.py",
                "RevocationAndIntrospection._row_of",
                "filtered",
                0,
                "lambda found: True",
            ),
        ),
        (
            "rfc7009/test_revoke.py::test_tokens_of_another_application",
            "rfc7662/test_introspect.py::test_tokens_of_another_application",
        ),
    ),
    Mutant(
        "stored-hashes",
        "hashing of tokens that look like a hash",
        (
            Begin(
                "restapi/oauth/opaque_secrets.py",
                "digest",
                "if len(token) == 64:\n    return token",
            ),
        ),
        (FAMILIES + "test_the_stored_hash_is_no_secret",),
    ),
    Mutant(
        "refresh-retries",
        "the single successor of a refresh token: a retry gets another one",
        (Call("restapi/oauth/validator.py", "Validator.save_bearer_token", "getattr", "None"),),
        (LINE + "sixteen_uses_at_once_on_two_hosts", LINE + "twelve_retries_give_one_answer"),
    ),
    Mutant(
        "refresh-retries",
        "the check of a retry's scopes",
        (Without("restapi/oauth/rfc6749.py", "Server.__init__", "check_retry"),),
        (LINE + "a_retry_for_other_scopes",),
    ),
    Mutant(
        "refresh-retries",
        "the older keys, one of which may have made the successor",
        (Call("restapi/oauth/refresh.py", "candidates", "key_texts", "{call}[:1]"),),
        (LINE + "a_retry_after_the_servers_key_has_changed",),
    ),
)
