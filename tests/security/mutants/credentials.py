"""Protections of signatures, access tokens and client authentication."""

from tests.security.mutants.edits import (
    AlwaysIf,
    Argument,
    Call,
    Edit,
    If,
    NeverIf,
    Returns,
    Statement,
    Value,
    WithoutOperand,
)
from tests.security.mutants.model import Mutant

SIGNED = "rfc5849/test_forgeries.py::"
NONCES = "rfc5849/test_nonces.py::"
JWT = "rfc9068/test_access_tokens.py::"
ENDED = "security/test_ended_rows.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "signatures",
        "the storage of nonces",
        (
            AlwaysIf(
                "restapi/oauth/rfc5849_validator.py", "Validator.take_nonce", "restapi.nonce_taken"
            ),
        ),
        (
            NONCES + "test_a_nonce_works_once",
            NONCES + "test_a_failed_request_uses_its_nonce",
            NONCES + "test_sixteen_uses_of_one_nonce_at_once_on_two_hosts",
        ),
    ),
    Mutant(
        "signatures",
        "the check for https",
        (NeverIf("restapi/oauth/signed_requests.py", "_check_method", "PLAINTEXT"),),
        (SIGNED + "test_plaintext_needs_https",),
    ),
    Mutant(
        "signatures",
        "the comparison with the clock",
        (
            NeverIf("restapi/oauth/signed_requests.py", "_check_timestamp", "LIFETIME"),
            # oauthlib compares with the clock, too
            Value("restapi/oauth/rfc5849_validator.py", "Validator.timestamp_lifetime", "10**10"),
        ),
        (SIGNED + "test_timestamps",),
    ),
    Mutant(
        "access-tokens",
        "the limit of 8 KB",
        (NeverIf("restapi/oauth/tokens.py", "key_id", "MAX_LENGTH"),),
        (JWT + "test_long_tokens_are_not_parsed",),
    ),
    Mutant(
        "access-tokens",
        "the comparison of claims with the token's row",
        (NeverIf("restapi/oauth/rfc6750.py", "authenticate", "match"),),
        (JWT + "test_claims_that_differ_from_the_row",),
    ),
    Mutant(
        "access-tokens",
        "the expiry check of a cached token",
        (NeverIf("restapi/oauth/tokens.py", "decode", "expires_at"),),
        (JWT + "test_expired", JWT + "test_it_expires_after_it_was_cached"),
    ),
    Mutant(
        "access-tokens",
        "the comparison of the current key with that of a cached token",
        (If("restapi/oauth/tokens.py", "_verified_claims", "public_key", "{left} is None"),),
        (JWT + "test_a_replaced_key",),
    ),
    Mutant(
        "access-tokens",
        "the check of the signature and its algorithm",
        (
            Argument(
                "restapi/oauth/tokens.py",
                "_verify",
                "jwt.decode",
                "options",
                '{"verify_exp": False, "verify_signature": False}',
            ),
            WithoutOperand("restapi/oauth/tokens.py", "_key_id", "alg"),
        ),
        (
            JWT + "test_alg_none",
            JWT + "test_hs256_with_the_public_key",
            JWT + "test_keys_in_the_token",
        ),
    ),
    Mutant(
        "equal-work",
        "the decoy for an unknown client",
        (
            Statement(
                "restapi/oauth/clients.py",
                "authenticate",
                "find",
                "{statement}\nif not {target}:\n    return {target}",
            ),
        ),
        ("security/test_equal_work.py::test_unknown_client_and_wrong_secret_cost_the_same_work",),
    ),
    Mutant(
        "equal-work",
        "the decoy for an unknown consumer",
        (
            Returns(
                "restapi/oauth/rfc5849_validator.py",
                "Validator.get_client_secret",
                'self.keyring.unseal(self.match.client_secret_sealed) if self.match.client_secret_sealed else ""',
            ),
        ),
        ("security/test_equal_work.py::test_unknown_client_and_wrong_secret_cost_the_same_work",),
    ),
    Mutant(
        "equal-work",
        "the comparison in constant time",
        (Call("restapi/oauth/clients.py", "authenticate", "hmac.compare_digest", "{0} == {1}"),),
        ("security/test_equal_work.py::test_unknown_client_and_wrong_secret_cost_the_same_work",),
    ),
    Mutant(
        "ended-rows",
        "the expiry of the row, in the query and in the comparison of claims",
        (
            Edit(
                "restapi/oauth/rfc6750.py",
                "       AND t.expires_at > %(now)s::timestamp - interval '10 seconds'  -- tokens.LEEWAY\n",
                "",
            ),
            Returns(
                "restapi/oauth/tokens.py",
                "Claims.match",
                "(self.issuer, self.subject, self.client_id) == (issuer, str(user_id), client_id)",
            ),
        ),
        (ENDED + "a_token_forged_for_an_expired_row",),
    ),
    Mutant(
        "ended-rows",
        "the comparison of a token's expiry with its row's",
        (
            Returns(
                "restapi/oauth/tokens.py",
                "Claims.match",
                "(self.issuer, self.subject, self.client_id) == (issuer, str(user_id), client_id)",
            ),
        ),
        (ENDED + "a_token_that_expires_later_than_its_row",),
    ),
    Mutant(
        "ended-rows",
        "the warning at the start of a server without a key",
        (
            NeverIf(
                "restapi/models/restapi_sealing.py",
                "RestapiSealing._register_hook",
                "configured_keys",
            ),
        ),
        (ENDED + "the_log_warns_of_copies",),
    ),
)
