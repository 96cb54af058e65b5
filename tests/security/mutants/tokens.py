"""Protections of passwords and of many tokens."""

from tests.security.mutants.edits import (
    Begin,
    Call,
    Edit,
    Instead,
    NeverIf,
    Statement,
    Value,
    Without,
)
from tests.security.mutants.model import Mutant

BY_TOKEN = "security/test_passwords.py::test_"
NEW_PASSWORD = "security/test_new_password.py::test_"
PURGE = "security/test_purge.py::test_"
MANY = "security/test_many_tokens.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "reach-of-writes",
        "the guard of passwords in `write`",
        (NeverIf("restapi/models/res_users_guard.py", "ResUsers.write", "SECRETS"),),
        (BY_TOKEN + "writing_a_password", BY_TOKEN + "writing_a_password_through_a_relation"),
    ),
    Mutant(
        "reach-of-writes",
        "the guard of methods that change or check passwords",
        (Instead("restapi/models/res_users_guard.py", "ResUsers._register_hook", "METHODS", "()"),),
        (
            BY_TOKEN + "changing_the_users_own_password",
            BY_TOKEN + "checking_a_password",
            BY_TOKEN + "through_the_identity_check",
        ),
    ),
    Mutant(
        "reach-of-writes",
        "the guard of API keys",
        (
            Without(
                "restapi/models/res_users_guard.py", "ResUsersApikeys._generate", "refuse_token"
            ),
        ),
        (BY_TOKEN + "keys_and_factors_through_other_code",),
    ),
    Mutant(
        "reach-of-writes",
        "the revocation after a new password",
        (
            Without(
                "restapi/models/res_users.py", "ResUsers._set_password", "_end_restapi_sign_ins"
            ),
        ),
        (NEW_PASSWORD + "a_new_password_ends_tokens",),
    ),
    Mutant(
        "reach-of-writes",
        "the distinction between a new password and a better hash",
        (
            Call(
                "restapi/models/res_users.py",
                "ResUsers._set_password",
                "_set_password",
                "super()._set_encrypted_password(uid, pw)",
            ),
            Edit(
                "restapi/models/res_users.py",
                "    def _set_password(self) -> Any:\n",
                "    def _set_encrypted_password(self, uid: int, pw: str) -> Any:\n",
            ),
        ),
        (NEW_PASSWORD + "a_better_hash_of_the_same_password",),
    ),
    Mutant(
        "reach-of-writes",
        "the system parameter that includes machine applications",
        (
            Statement(
                "restapi/models/res_users.py",
                "ResUsers._end_restapi_sign_ins",
                "machine",
                '{target} = [("id", "=", 0)]',
            ),
        ),
        (NEW_PASSWORD + "a_parameter_includes_machine_applications",),
    ),
    Mutant(
        "reach-of-writes",
        "the user's generation in the query for the token",
        (
            Edit(
                "restapi/oauth/rfc6750.py",
                "u.active AND u.restapi_generation <= t.user_generation\n",
                "u.active\n",
            ),
        ),
        (NEW_PASSWORD + "a_code_given_while_the_password_changes",),
    ),
    Mutant(
        "reach-of-writes",
        "the batch size of deletions",
        (Value("restapi/models/restapi_token_purge.py", "BATCH", "10_000_000"),),
        (PURGE + "the_daily_job_deletes_in_batches",),
    ),
    Mutant(
        "reach-of-writes",
        "the random deletion of expired codes",
        (Value("restapi/models/restapi_token_purge.py", "PURGE_CHANCE", "0"),),
        (PURGE + "requests_for_codes_delete_expired_ones",),
    ),
    Mutant(
        "many-tokens",
        "the count in PostgreSQL: records are counted",
        (
            Statement(
                "restapi/models/restapi_active_token.py",
                "RestapiActiveToken._totals",
                "_TOTALS",
                (
                    'rows = self.search([(column, "in", ids)])\n'
                    'return {rows[column].id: (len(rows), max(rows.mapped("last_used_at")))}'
                ),
            ),
        ),
        (MANY + "the_form_of_a_user",),
    ),
    Mutant(
        "many-tokens",
        "the index of sign-ins by time",
        (
            Edit(
                "restapi/models/sign_ins.py",
                "    CREATE INDEX IF NOT EXISTS restapi_oauth2_token_last_by_time\n"
                "        ON restapi_oauth2_token (signed_in_at, ({ID})) WHERE {LAST};\n",
                "",
            ),
        ),
        (MANY + "a_page_of_the_list_is_read_by_index",),
        installs=True,
    ),
    Mutant(
        "many-tokens",
        "the single query for granted scopes: the rows are read",
        (
            Begin(
                "restapi/models/restapi_oauth2_token.py",
                "RestapiOauth2Token._allowed_scopes",
                (
                    'rows = self.search([("application_id", "=", application.id)])\n'
                    'return set(" ".join(row.granted_scopes or "" for row in rows).split())'
                ),
            ),
        ),
        (MANY + "whether_consent_was_given",),
    ),
    Mutant(
        "many-tokens",
        "the single statement that ends families",
        (
            Statement(
                "restapi/models/restapi_oauth2_token.py",
                "RestapiOauth2Token._revoke_family",
                "execute",
                (
                    "for start in range(0, len(self), 100):\n"
                    '    {1}["ids"] = self.ids[start : start + 100]\n'
                    "    {statement}"
                ),
            ),
        ),
        (MANY + "archiving_a_user_needs_one_statement",),
    ),
)
