"""Protections of secrets: in logs, tables, answers and other databases."""

from tests.security.mutants.edits import Argument, Call, Returns, Statement
from tests.security.mutants.model import Mutant

LIFECYCLE = "security/test_lifecycle.py::"
SECRETS = "security/test_leaks.py::"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "equal-secrets",
        "randomness: all applications get one secret",
        (
            Call(
                "restapi/models/restapi_application.py",
                "RestapiApplication._renew_secret",
                "opaque_secrets.generate",
                '"x" * 32',
            ),
        ),
        (LIFECYCLE + "test_all_secrets_differ",),
    ),
    Mutant(
        "leaks",
        "hashing: codes and tokens are stored in clear",
        (Returns("restapi/oauth/opaque_secrets.py", "digest", "token"),),
        (SECRETS + "test_no_secret_in_the_log_or_in_a_table",),
    ),
    Mutant(
        "leaks",
        "the level that keeps oauthlib from logging codes and tokens",
        (Argument("restapi/oauth/__init__.py", "", "setLevel", 0, "logging.DEBUG"),),
        (SECRETS + "test_no_secret_in_a_debug_log",),
    ),
    Mutant(
        "leaks",
        "the omission of values from errors: an error repeats the value",
        (
            Statement(
                "restapi/oauth/credentials.py",
                "parameters",
                "check_protocol",
                (
                    "{statement}\n"
                    "for name, value in body.parameters(httprequest).items():\n"
                    "    if not isinstance(value, str):\n"
                    '        raise BadRequest("%s must be text: %r" % (name, value))'
                ),
            ),
        ),
        (SECRETS + "test_answers_do_not_repeat_secrets",),
    ),
    Mutant(
        "other-databases",
        "the database's own audience",
        (Returns("restapi/oauth/tokens.py", "_audience", '"urn:uuid:any"'),),
        ("security/test_other_databases.py::test_a_copy_of_the_database_with_its_keys",),
    ),
)
