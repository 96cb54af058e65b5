"""Protections of database copies, and of the key that seals their secrets."""

from tests.security.mutants.edits import (
    AlwaysIf,
    Argument,
    Call,
    Edit,
    Returns,
    Without,
    WithoutItem,
    WithoutOperand,
)
from tests.security.mutants.model import Mutant

COPY = ("security/test_database_copies.py::test_a_copy_accepts_nothing",)
KEY = "security/test_sealing_key.py::test_"
APPLICATION = "restapi/models/restapi_application.py"
LOOKUP = "restapi/models/restapi_application_lookup.py"
SIGN_INS = "restapi/models/sign_ins.py"
OWN = """       AND application.database_uuid = (
            SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')
"""
OWNER = """      JOIN res_users AS owner
        ON owner.id = token.user_id AND owner.restapi_generation <= token.user_generation
     WHERE {LAST}
"""

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "reach-of-writes",
        "the batch size",
        (
            Argument(
                "restapi/models/restapi_nonce.py", "RestapiNonce._gc_nonces", "_purge", 1, "None"
            ),
        ),
        ("rfc5849/test_purge.py::test_nonces_are_deleted_in_batches",),
    ),
    Mutant(
        "database-copies",
        "the UUID in the lookup of a client",
        (AlwaysIf(LOOKUP, "RestapiApplication._by_client_id", "_is_of_this_database"),),
        COPY,
    ),
    Mutant(
        "database-copies",
        "the UUID in the query for the credentials of a signed request",
        (
            Edit(
                "restapi/oauth/token_lookup.py",
                "       AND a.database_uuid = %(uuid)s\n",
                "",
            ),
        ),
        COPY,
    ),
    Mutant(
        "database-copies",
        "the UUID in the lookup of a request token",
        (
            WithoutItem(
                "restapi/models/restapi_oauth1_token.py",
                "RestapiOauth1Token._find_request_token",
                "application_id.database_uuid",
            ),
        ),
        COPY,
    ),
    Mutant(
        "database-copies",
        "the UUID in the query for an access token",
        (
            Edit(
                "restapi/oauth/rfc6750.py",
                "               AND a.database_uuid = %(uuid)s),\n",
                "            ),\n",
            ),
        ),
        ("security/test_database_copies.py::test_a_token_signed_in_the_copy",),
    ),
    Mutant(
        "database-copies",
        "the UUID in the lookup of signing keys",
        (
            Returns(
                "restapi/models/restapi_signing_key.py", "RestapiSigningKey._own", "self.search([])"
            ),
        ),
        COPY,
    ),
    Mutant(
        "database-copies",
        "the UUID in the list of sign-ins",
        (Edit(SIGN_INS, OWN + OWNER, OWNER),),
        COPY,
        installs=True,
    ),
    Mutant(
        "database-copies",
        "the UUID check for the demo application",
        (WithoutOperand(LOOKUP, "RestapiApplication._demo_application", "_is_of_this_database"),),
        COPY,
    ),
    Mutant(
        "database-copies",
        "the UUID in the query for the origins of public applications",
        (
            Edit(
                "restapi/rest/transport/cors.py",
                "\n       AND database_uuid = "
                "(SELECT value FROM ir_config_parameter WHERE key = 'database.uuid')",
                "",
            ),
        ),
        COPY,
    ),
    Mutant(
        "database-copies",
        "the new generation when a copied application gets a new secret",
        (WithoutItem(APPLICATION, "RestapiApplication._renew_secret", "generation"),),
        COPY,
    ),
    Mutant(
        "database-copies",
        "`data/neutralize.sql`",
        (
            Edit(
                "restapi/data/neutralize.sql",
                "       database_uuid = 'neutralized';\n",
                "       database_uuid = 'neutralized'\n WHERE false;\n",
            ),
        ),
        COPY,
    ),
    Mutant(
        "database-copies",
        "the update that adds the UUID to rows without one",
        (Without(APPLICATION, "RestapiApplication.init", "adopt_rows_without_uuid"),),
        ("security/test_database_copies.py::test_rows_without_a_uuid_stay_valid_after_an_update",),
    ),
    Mutant(
        "sealing-key",
        "the check that secrets can be opened, before a client is refused",
        (Without("restapi/oauth/clients.py", "authenticate", "_check_opens"),),
        (KEY + "a_changed_key",),
    ),
    Mutant(
        "sealing-key",
        "the check that secrets can be opened, before a signature is refused",
        (Without("restapi/oauth/rfc5849_validator.py", "Validator.refuse", "_check_opens"),),
        (KEY + "a_changed_key",),
    ),
    Mutant(
        "sealing-key",
        "the refusal to sign when no key opens",
        (
            Call(
                "restapi/models/restapi_signing_key.py",
                "RestapiSigningKey._current",
                "_openable",
                "{call} or self._generate()",
            ),
        ),
        (KEY + "a_public_application_and_a_changed_key",),
    ),
    Mutant(
        "sealing-key",
        "the exception for the only key that can sign: the daily job deletes it",
        (
            Call(
                "restapi/models/restapi_signing_key.py",
                "RestapiSigningKey._gc_keys",
                "_openable",
                "{receiver}",
            ),
        ),
        (KEY + "a_changed_key",),
    ),
    Mutant(
        "sealing-key",
        "the resealing of a client secret on use",
        (Without("restapi/oauth/clients.py", "authenticate", "_seal_anew"),),
        (KEY + "a_key_is_replaced",),
    ),
    Mutant(
        "sealing-key",
        "the resealing of a signed request's secrets",
        (Without("restapi/oauth/rfc5849_validator.py", "Validator.take_nonce", "_seal_anew"),),
        (KEY + "a_key_is_replaced",),
    ),
    Mutant(
        "sealing-key",
        "the resealing of the signing key on use",
        (
            Without(
                "restapi/models/restapi_signing_key.py",
                "RestapiSigningKey._private_key",
                "_seal_anew",
            ),
        ),
        (KEY + "a_key_is_replaced",),
    ),
    Mutant(
        "sealing-key",
        "the daily job that reseals",
        (
            Call(
                "restapi/models/restapi_sealing_anew.py",
                "RestapiSealing._seal_all_anew",
                "COLUMNS.values",
                "()",
            ),
        ),
        (KEY + "a_key_is_replaced",),
    ),
    Mutant(
        "sealing-key",
        "the database's secret among the keys that can open",
        (
            Call(
                "restapi/oauth/sealing.py",
                "key_texts",
                "dict.fromkeys",
                'configured_keys() or [compat.parameter(env, "database.secret")]',
            ),
        ),
        (KEY + "a_key_is_added_and_lost",),
    ),
    Mutant(
        "sealing-key",
        "the check of the key's length and quotes",
        (Call("restapi/oauth/sealing.py", "problem", "configured_keys", "[]"),),
        (KEY + "an_odd_key_works_and_is_reported",),
    ),
)
