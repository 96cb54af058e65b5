"""Protections of codes, tokens and those who hold them."""

from tests.security.mutants.model import Edit, Mutant

LINE = "security/test_refresh_retries.py::test_"
BY_TOKEN = "security/test_passwords.py::test_"
NEW_PASSWORD = "security/test_new_password.py::test_"
PURGE = "security/test_purge.py::test_"
ENDED = "security/test_ended_rows.py::test_"
MANY = "security/test_many_tokens.py::test_"
REPLICA = "security/test_replica.py::test_"

MUTANTS = (
    Mutant(
        "refresh-retries",
        "the one successor of a refresh token: a retry gets another one",
        (
            Edit(
                "restapi/oauth/validator.py",
                '        first_answer = getattr(request, "first_answer", None)\n        row, ',
                "        first_answer = None\n        row, ",
            ),
        ),
        (LINE + "sixteen_uses_at_once_on_two_hosts", LINE + "twelve_retries_give_one_answer"),
    ),
    Mutant(
        "refresh-retries",
        "the look at the scopes of a retry",
        (
            Edit(
                "restapi/oauth/rfc6749.py",
                "        refresh_grant.custom_validators.post_token.append(validator.check_retry)\n",
                "",
            ),
        ),
        (LINE + "a_retry_for_other_scopes",),
    ),
    Mutant(
        "refresh-retries",
        "the server's older keys, of which one may have made the successor",
        (
            Edit(
                "restapi/oauth/refresh.py",
                "for key in sealing.key_texts(env)]",
                "for key in sealing.key_texts(env)[:1]]",
            ),
        ),
        (LINE + "a_retry_after_the_servers_key_has_changed",),
    ),
    Mutant(
        "reach-of-writes",
        "the guard of passwords in `write`",
        (
            Edit(
                "restapi/models/res_users_guard.py",
                "        if any(name in vals for name in SECRETS):\n",
                "        if False:\n",
            ),
        ),
        (BY_TOKEN + "writing_one", BY_TOKEN + "writing_one_through_a_relation"),
    ),
    Mutant(
        "reach-of-writes",
        "the guard of methods that change or try passwords",
        (
            Edit(
                "restapi/models/res_users_guard.py",
                "        for name in METHODS:\n",
                "        for name in ():\n",
            ),
        ),
        (
            BY_TOKEN + "changing_ones_own",
            BY_TOKEN + "trying_one",
            BY_TOKEN + "by_the_check_of_who_it_is",
        ),
    ),
    Mutant(
        "reach-of-writes",
        "the guard of API keys",
        (
            Edit(
                "restapi/models/res_users_guard.py",
                "        def _generate(self, *args: Any, **kwargs: Any) -> Any:\n            refuse_token()\n",
                "        def _generate(self, *args: Any, **kwargs: Any) -> Any:\n",
            ),
        ),
        (BY_TOKEN + "keys_and_factors_through_other_code",),
    ),
    Mutant(
        "reach-of-writes",
        "the end that a new password makes",
        (
            Edit(
                "restapi/models/res_users.py",
                "        result = super()._set_password()\n        self._end_restapi_sign_ins()\n",
                "        result = super()._set_password()\n",
            ),
        ),
        (NEW_PASSWORD + "a_new_password_ends_tokens",),
    ),
    Mutant(
        "reach-of-writes",
        "the difference between a new password and a better hash",
        (
            Edit(
                "restapi/models/res_users.py",
                "    def _set_password(self) -> Any:\n",
                "    def _set_encrypted_password(self, uid: int, pw: str) -> Any:\n",
            ),
            Edit(
                "restapi/models/res_users.py",
                "        result = super()._set_password()\n",
                "        result = super()._set_encrypted_password(uid, pw)\n",
            ),
        ),
        (NEW_PASSWORD + "a_better_hash_of_the_same_password",),
    ),
    Mutant(
        "reach-of-writes",
        "the system parameter that includes machine applications",
        (
            Edit(
                "restapi/models/res_users.py",
                '        machines = [("user_id", "in", self.ids), ("kind", "=", "machine")]\n',
                '        machines = [("id", "=", 0)]\n',
            ),
        ),
        (NEW_PASSWORD + "machines_by_a_parameter",),
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
        (NEW_PASSWORD + "a_code_that_is_made_at_that_moment",),
    ),
    Mutant(
        "reach-of-writes",
        "the size of a batch of rows that are deleted",
        (
            Edit(
                "restapi/models/restapi_token_purge.py",
                "BATCH = 10_000\n",
                "BATCH = 10_000_000\n",
            ),
        ),
        (PURGE + "the_daily_job_deletes_in_batches",),
    ),
    Mutant(
        "reach-of-writes",
        "the lottery that deletes ended codes",
        (
            Edit(
                "restapi/models/restapi_token_purge.py",
                "PURGE_CHANCE = 0.01 ",
                "PURGE_CHANCE = 0 ",
            ),
        ),
        (PURGE + "who_asks_for_codes_deletes_ended_ones",),
    ),
    Mutant(
        "ended-rows",
        "the end of the row, in the query and beside the claims",
        (
            Edit(
                "restapi/oauth/rfc6750.py",
                "       AND t.expires_at > %(now)s::timestamp - interval '10 seconds'  -- tokens.LEEWAY\n",
                "",
            ),
            Edit(
                "restapi/oauth/tokens.py",
                "        return said == (issuer, str(user_id), client_id, compat.timestamp(end))\n",
                "        return said[:3] == (issuer, str(user_id), client_id)\n",
            ),
        ),
        (ENDED + "a_token_forged_for_an_ended_row",),
    ),
    Mutant(
        "ended-rows",
        "the comparison of a token's end with its row's",
        (
            Edit(
                "restapi/oauth/tokens.py",
                "        return said == (issuer, str(user_id), client_id, compat.timestamp(end))\n",
                "        return said[:3] == (issuer, str(user_id), client_id)\n",
            ),
        ),
        (ENDED + "a_token_that_ends_later_than_its_row",),
    ),
    Mutant(
        "ended-rows",
        "the warning at the start of a server without a key",
        (
            Edit(
                "restapi/models/restapi_sealing.py",
                "        elif not sealing.configured_keys():\n",
                "        elif False:\n",
            ),
        ),
        (ENDED + "the_log_says_what_a_copy_is_good_for",),
    ),
    Mutant(
        "many-tokens",
        "the count by PostgreSQL: records are counted",
        (
            Edit(
                "restapi/models/restapi_active_token.py",
                "        self.env.cr.execute(_TOTALS.format(column=column), [ids])\n"
                "        return {row_id: totals for row_id, *totals in self.env.cr.fetchall()}\n",
                '        rows = self.search([(column, "in", ids)])\n'
                '        return {rows[column].id: (len(rows), max(rows.mapped("last_used_at")))}\n',
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
        (MANY + "one_page_of_the_list_is_read_in_order",),
        installs=True,
    ),
    Mutant(
        "many-tokens",
        "the one query for what was allowed: the rows are read",
        (
            Edit(
                "restapi/models/restapi_oauth2_token.py",
                "        self.env.cr.execute(sign_ins.ALLOWED_SCOPES, [application.id, user.id])\n"
                '        return set(" ".join(scopes for (scopes,) in self.env.cr.fetchall()).split())\n',
                '        rows = self.search([("application_id", "=", application.id)])\n'
                '        return set(" ".join(row.granted_scopes or "" for row in rows).split())\n',
            ),
        ),
        (MANY + "whether_it_was_allowed_already",),
    ),
    Mutant(
        "many-tokens",
        "the one statement that ends families",
        (
            Edit(
                "restapi/models/restapi_oauth2_token.py",
                "        self.env.cr.execute(sign_ins.REVOKE_FAMILIES, ending)\n",
                "        for start in range(0, len(self), 100):\n"
                '            ending["ids"] = self.ids[start : start + 100]\n'
                "            self.env.cr.execute(sign_ins.REVOKE_FAMILIES, ending)\n",
            ),
        ),
        (MANY + "an_end_of_all_does_not_stall",),
    ),
    Mutant(
        "deployment",
        "the look at the primary for a key that the replica has not seen",
        (
            Edit(
                "restapi/oauth/tokens.py",
                "        if not cursors.is_readonly(env.cr):\n            raise\n",
                "        raise\n",
            ),
        ),
        (REPLICA + "a_signing_key_that_the_replica_has_not_seen",),
        series=("19.0",),
    ),
    Mutant(
        "deployment",
        "the look for a user whom the replica has not seen",
        (
            Edit(
                "restapi/oauth/caller.py",
                "    primary.require_user(request.env, caller.user_id)\n",
                "",
            ),
        ),
        (REPLICA + "an_application_and_a_user_that_the_replica_has_not_seen",),
        series=("19.0",),
    ),
    Mutant(
        "deployment",
        "the primary in the query for the token",
        (
            Edit(
                "restapi/oauth/primary.py",
                "    if not cursors.is_readonly(env.cr):\n        yield env.cr\n        return\n",
                "    yield env.cr\n    return\n",
            ),
        ),
        (REPLICA + "what_has_ended_on_the_primary",),
        series=("19.0",),
    ),
)
