"""Protections of copies of a database, and of the key that seals its secrets."""

from tests.security.mutants.model import Edit, Mutant

COPY = ("security/test_database_copies.py::test_a_copy_accepts_nothing",)
KEY = "security/test_sealing_key.py::test_"
APPLICATION = "restapi/models/restapi_application.py"
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
        "the size of a batch",
        (
            Edit(
                "restapi/models/restapi_nonce.py",
                "                deleted = self._purge(cr, BATCH_SIZE)",
                "                deleted = self._purge(cr, None)",
            ),
        ),
        ("rfc5849/test_purge.py::test_nonces_are_deleted_in_batches",),
    ),
    Mutant(
        "database-copies",
        "the UUID in the search for a client",
        (
            Edit(
                APPLICATION,
                "        return found if found._is_of_this_database() else self.browse()\n",
                "        return found\n",
            ),
        ),
        COPY,
    ),
    Mutant(
        "database-copies",
        "the UUID in the query for both parties of a signed request",
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
        "the UUID in the search for a request token",
        (
            Edit(
                "restapi/models/restapi_oauth1_token.py",
                '                ("application_id.database_uuid", "=", database.uuid(self.env)),\n',
                "",
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
        "the UUID in the search for keys",
        (
            Edit(
                "restapi/models/restapi_signing_key.py",
                '        return self.search([("database_uuid", "=", database.uuid(self.env))])\n',
                "        return self.search([])\n",
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
        "the UUID beside the demo application",
        (
            Edit(
                APPLICATION,
                "(found and found._is_of_this_database() and found)",
                "found",
            ),
        ),
        COPY,
    ),
    Mutant(
        "database-copies",
        "the UUID beside the origins of public applications",
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
        "the new generation of an application that is taken over",
        (
            Edit(
                APPLICATION,
                '                "generation": self.generation + 1,\n            },\n',
                "            },\n",
            ),
        ),
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
        "the UUID that an update gives to rows without one",
        (
            Edit(
                APPLICATION,
                "        database.adopt_rows_without_uuid(self.env.cr, self._table)\n",
                "",
            ),
        ),
        ("security/test_database_copies.py::test_rows_from_before_go_on_after_an_update",),
    ),
    Mutant(
        "sealing-key",
        "the question whether secrets can be opened, before a client is refused",
        (Edit("restapi/oauth/clients.py", "    sealed_columns._check_opens()\n", ""),),
        (KEY + "a_changed_key",),
    ),
    Mutant(
        "sealing-key",
        "the question whether secrets can be opened, before a signature is refused",
        (Edit("restapi/oauth/rfc5849.py", "        self.sealing._check_opens()\n", ""),),
        (KEY + "a_changed_key",),
    ),
    Mutant(
        "sealing-key",
        "the refusal to sign when no key opens",
        (
            Edit(
                "restapi/models/restapi_signing_key.py",
                "        if not openable:\n            raise sealing.unavailable()\n",
                "        if not openable:\n            openable = self._generate()\n",
            ),
        ),
        (KEY + "a_public_application_and_a_changed_key",),
    ),
    Mutant(
        "sealing-key",
        "the only key that this server can sign with: the daily job deletes it",
        (
            Edit(
                "restapi/models/restapi_signing_key.py",
                "        signing = own._openable()\n",
                "        signing = own\n",
            ),
        ),
        (KEY + "a_changed_key",),
    ),
    Mutant(
        "sealing-key",
        "the secret that is sealed anew when it is used",
        (
            Edit(
                "restapi/oauth/clients.py",
                '        sealed_columns._seal_anew("restapi_application", application.id, sealed)\n',
                "",
            ),
        ),
        (KEY + "a_key_is_replaced",),
    ),
    Mutant(
        "sealing-key",
        "the secrets of a signed request, which are sealed anew",
        (Edit("restapi/oauth/rfc5849.py", "        self._seal_anew()\n", ""),),
        (KEY + "a_key_is_replaced",),
    ),
    Mutant(
        "sealing-key",
        "the signing key that is sealed anew when it is used",
        (
            Edit(
                "restapi/models/restapi_signing_key.py",
                '        self.env["restapi.sealing"]._seal_anew(self._table, key.id, sealed)\n',
                "",
            ),
        ),
        (KEY + "a_key_is_replaced",),
    ),
    Mutant(
        "sealing-key",
        "the daily job that seals anew",
        (
            Edit(
                "restapi/models/restapi_sealing_anew.py",
                "            while last_id is not None:\n",
                "            while False:\n",
            ),
        ),
        (KEY + "a_key_is_replaced",),
    ),
    Mutant(
        "sealing-key",
        "the database's secret among the keys that open",
        (
            Edit(
                "restapi/oauth/sealing.py",
                'dict.fromkeys([*configured_keys(), compat.parameter(env, "database.secret")]))\n',
                'configured_keys() or [compat.parameter(env, "database.secret")])\n',
            ),
        ),
        (KEY + "a_key_comes_later_and_goes",),
    ),
    Mutant(
        "sealing-key",
        "the look at the key's length and first character",
        (
            Edit(
                "restapi/oauth/sealing.py",
                "    for key in configured_keys()[:1]:\n",
                "    for key in configured_keys()[:0]:\n",
            ),
        ),
        (KEY + "a_key_that_is_odd_works_and_is_told",),
    ),
)
