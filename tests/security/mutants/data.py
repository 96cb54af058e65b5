"""Protections of records, calls and reports, and of the server around them."""

from tests.security.mutants.model import Edit, Mutant

CALLS = "object/test_calls.py::"
CLOSED = "security/test_token_models.py::"
ORACLE = "object/test_restricted_fields.py::"
LIFECYCLE = "security/test_lifecycle.py::"
SECRETS = "security/test_leaks.py::"

MUTANTS = (
    Mutant(
        "private-methods",
        "Odoo's look at the method's name",
        (Edit("restapi/compat/access.py", "    models.check_method_name(name)\n", ""),),
        (CALLS + "test_private_methods",),
        series=("14.0",),
    ),
    Mutant(
        "private-methods",
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
        (CALLS + "test_private_methods", CALLS + "test_api_private"),
        series=("19.0",),
    ),
    Mutant(
        "superuser",
        "the caller's own rights: the environment is the superuser's",
        (
            Edit(
                "restapi/rest/orm.py",
                "    env = request.env(context=context)\n",
                "    env = request.env(context=context, su=True)\n",
            ),
        ),
        (CALLS + "test_no_superuser_by_calls",),
    ),
    Mutant(
        "superuser",
        "the rule that records in results become ids: they are read, as whom the method made them",
        (
            Edit(
                "restapi/rest/calls.py",
                "        return list(value.ids)\n",
                "        return value.read()\n",
            ),
        ),
        (CALLS + "test_sudo_gives_nothing",),
        series=("14.0",),
    ),
    Mutant(
        "token-models",
        "the group in the access list of tokens",
        (
            Edit(
                "restapi/models/restapi_rights.py",
                '    _of_managers("restapi.oauth2.token", "r"),\n',
                '    Right("restapi_oauth2_token_manager", "x", "restapi.oauth2.token",'
                ' "base.group_user", "r"),\n',
            ),
        ),
        (
            CLOSED + "test_nothing_through_odoos_rpc",
            CLOSED + "test_nothing_through_our_api",
            CLOSED + "test_the_web_client",
        ),
        installs=True,
    ),
    Mutant(
        "related-models",
        "the group of the field that leads from users to applications",
        (
            Edit(
                "restapi/models/res_users.py",
                'string="OAuth Applications",\n        groups="restapi.group_manager",\n',
                'string="OAuth Applications",\n',
            ),
        ),
        (CLOSED + "test_others_tokens_through_related_models",),
    ),
    Mutant(
        "restricted-fields",
        "the question for the field's groups",
        (
            Edit(
                "restapi/rest/fields.py",
                '        access.check_field_access(model, "read", list(names))\n',
                "        pass\n",
            ),
        ),
        (ORACLE + "test_domains", ORACLE + "test_calls"),
        series=("14.0",),
    ),
    Mutant(
        "restricted-fields",
        "the look for closed columns in Odoo's own searches",
        (
            Edit(
                "restapi/models/restapi_protected.py",
                "        if access.is_superuser(self.env):\n",
                "        if True:\n",
            ),
        ),
        (CLOSED + "test_hashes_are_closed_to_managers_too",),
        series=("14.0",),
    ),
    Mutant(
        "archived-users",
        "the look at the user in the query for the token",
        (
            Edit(
                "restapi/oauth/rfc6750.py",
                "       AND (SELECT u.active AND u.restapi",
                "       AND (SELECT u.restapi",
            ),
        ),
        (LIFECYCLE + "test_a_user_archived_behind_odoos_back",),
    ),
    Mutant(
        "archived-users",
        "the end of tokens when a user is archived",
        (
            Edit(
                "restapi/models/res_users.py",
                '        if "active" in vals and not vals["active"]:\n',
                "        if False:\n",
            ),
        ),
        (LIFECYCLE + "test_an_archived_user",),
    ),
    Mutant(
        "archived-users",
        "`active` among what the tokens of an application depend on",
        (
            Edit(
                "restapi/models/restapi_application.py",
                'TOKENS_DEPEND_ON = ("active", ',
                "TOKENS_DEPEND_ON = (",
            ),
        ),
        (LIFECYCLE + "test_an_archived_application",),
    ),
    Mutant(
        "documents",
        "the question whether all records may be read",
        (
            Edit(
                "restapi/rest/report/documents.py",
                '        if access.permitted(records, "read") != records:\n',
                "        if False:\n",
            ),
        ),
        ("report/test_access.py::test_an_attachment_is_no_way_around",),
    ),
    Mutant(
        "evaluation",
        "the scan that admits literals only",
        (Edit("restapi/rest/request/literals.py", "    _scan(text, name)\n", ""),),
        ("unit/rest/test_literals.py::test_nothing_but_literals_and_no_time_lost",),
        is_pure=True,
    ),
    Mutant(
        "evaluation",
        "the limit of 20 digits",
        (
            Edit(
                "restapi/rest/request/literals.py",
                "MAX_INT_DIGITS = 20\n",
                "MAX_INT_DIGITS = 400\n",
            ),
        ),
        ("unit/rest/test_hostile_values.py::test_hostile_literals_are_refused_at_once",),
        is_pure=True,
    ),
    Mutant(
        "malformed-domains",
        "the count of what prefix operators join",
        (
            Edit(
                "restapi/rest/domains/validation.py",
                "    _check_arity(domain)\n    terms",
                "    terms",
            ),
        ),
        ("object/test_domains.py::test_a_malformed_domain_matches_nothing",),
    ),
    Mutant(
        "half-done-work",
        "the way of errors to Odoo, which rolls back and tries again: they are answered at once",
        (
            Edit(
                "restapi/controllers/routing.py",
                "            answer = endpoint(self, env, **path_variables, **values)\n",
                "            from ..rest import problems\n\n"
                "            try:\n"
                "                answer = endpoint(self, env, **path_variables, **values)\n"
                "            except Exception as error:\n"
                "                return problems.respond(error)\n",
            ),
        ),
        (
            CALLS + "test_a_method_that_writes_and_then_raises",
            "transport/test_transactions.py::test_a_serialization_failure_is_retried",
        ),
    ),
    Mutant(
        "equal-secrets",
        "chance: all applications get one secret",
        (
            Edit(
                "restapi/models/restapi_application.py",
                "sealing.seal(self.env, opaque_secrets.generate()),\n",
                'sealing.seal(self.env, "x" * 32),\n',
            ),
        ),
        (LIFECYCLE + "test_all_secrets_differ",),
    ),
    Mutant(
        "leaks",
        "hashing: codes and tokens are stored as they are",
        (
            Edit(
                "restapi/oauth/opaque_secrets.py",
                '    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()\n',
                "    return token\n",
            ),
        ),
        (SECRETS + "test_no_secret_in_the_log_or_in_a_table",),
    ),
    Mutant(
        "leaks",
        "the level that keeps oauthlib from logging codes and tokens",
        (
            Edit(
                "restapi/oauth/__init__.py",
                "setLevel(logging.INFO)",
                "setLevel(logging.DEBUG)",
            ),
        ),
        (SECRETS + "test_not_even_in_a_log_of_everything",),
    ),
    Mutant(
        "leaks",
        "reticence: the error repeats the value that it is about",
        (
            Edit(
                "restapi/oauth/credentials.py",
                """raise BadRequest("Parameter '%s' must be text." % name)""",
                """raise BadRequest("%s must be text: %r" % (name, value))""",
            ),
        ),
        (SECRETS + "test_answers_do_not_repeat_secrets",),
    ),
    Mutant(
        "session-cookies",
        "the rule that a session signs nobody in",
        (
            Edit(
                "restapi/oauth/caller.py",
                "    else:\n        raise Unauthorized(",
                "    elif request.session.uid:\n"
                "        user_id = request.session.uid\n"
                '        scopes = frozenset("read create write delete call report".split())\n'
                "    else:\n        raise Unauthorized(",
            ),
            # which refuses the same before
            Edit(
                "restapi/rest/transport/guard.py",
                "        anonymous.refuse(environ, path)\n",
                "",
            ),
        ),
        ("transport/test_stateless.py::test_a_session_cookie_authorises_nothing",),
    ),
    Mutant(
        "tracebacks",
        "the rule that tracebacks stay in the log",
        (
            Edit(
                "restapi/rest/problems.py",
                '    return text or str(getattr(exc, "name", "")) or type(exc).__name__\n',
                "    import traceback\n\n"
                '    return "".join(traceback.format_exception(type(exc), exc, exc.__traceback__))\n',
            ),
        ),
        ("object/test_hostile_requests.py::test_no_traceback",),
    ),
    Mutant(
        "tracebacks",
        "sign-in: the route goes on for nobody, and fails somewhere",
        (
            Edit(
                "restapi/controllers/routing.py",
                "            caller = _sign_in((scope, *more_scopes(**path_variables))) if scope else None\n",
                '            is_known = scope and request.httprequest.headers.get("Authorization")\n'
                "            caller = _sign_in((scope, *more_scopes(**path_variables))) if is_known else None\n",
            ),
            Edit(
                "restapi/rest/transport/guard.py",
                "        anonymous.refuse(environ, path)\n",
                "",
            ),
        ),
        (
            "security/test_scopes_of_routes.py::"
            "test_every_route_without_sign_in_is_401_and_tells_nothing",
        ),
    ),
    Mutant(
        "other-databases",
        "the database's own audience",
        (
            Edit(
                "restapi/oauth/tokens.py",
                '    return "urn:uuid:%s" % uuid\n',
                '    return "urn:uuid:any"\n',
            ),
        ),
        ("security/test_other_databases.py::test_a_copy_of_the_database_with_its_keys",),
    ),
    Mutant(
        "nul-characters",
        "the look for NUL in values",
        (
            Edit(
                "restapi/rest/request/literals.py",
                '        if "\\x00" in value:\n'
                '            raise InvalidParameter(name, "it contains a NUL character.")\n',
                "",
            ),
        ),
        (
            SECRETS + "test_nul_and_other_odd_text",
            "report/test_access.py::test_a_nul_character",
        ),
    ),
    Mutant(
        "injection",
        "the check of each sort term",
        (
            Edit(
                "restapi/rest/fields.py",
                '    return ", ".join(_order_term(model, term.strip()) for term in order.split(","))\n',
                "    return order\n",
            ),
        ),
        ("object/test_domains.py::test_injection_through_order",),
    ),
    Mutant(
        "computed-secrets",
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
        "computed-secrets",
        "a secret of its own for each new record, copies too",
        (
            Edit(
                "restapi/models/restapi_application.py",
                "sealing.seal(self.env, opaque_secrets.generate()),\n",
                'sealing.seal(self.env, "x" * 32),\n',
            ),
        ),
        (CLOSED + "test_the_copy_of_an_application_has_secrets_of_its_own",),
    ),
    Mutant(
        "custom-models",
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
        ("object/test_introspection.py::test_only_what_odoo_lets_the_user_do",),
    ),
    Mutant(
        "sessions",
        "our own end of a request: Odoo saves the session and sends its cookie",
        (
            Edit(
                "restapi/rest/transport/legacy.py",
                "        if isinstance(request, RestRequest):\n            return cors",
                "        if False:\n            return cors",
            ),
            Edit(
                "restapi/controllers/routing.py",
                "        save_session=False,\n        readonly",
                "        readonly",
            ),
        ),
        (
            "transport/test_stateless.py::test_no_cookie_and_no_session_file",
            "object/test_hostile_requests.py::test_no_session",
        ),
        series=("14.0",),
    ),
    Mutant(
        "sessions",
        "our own end of a request: the session is saved and its cookie sent",
        (
            Edit(
                "restapi/rest/transport/dispatcher.py",
                "        self.request.session.can_save = False\n\n    def dispatch",
                "        self.request.session.is_dirty = True\n\n    def dispatch",
            ),
            Edit(
                "restapi/rest/transport/dispatcher.py",
                "        server.root().set_csp(response)\n",
                "        self.request._save_session()\n",
            ),
        ),
        (
            "transport/test_stateless.py::test_no_cookie_and_no_session_file",
            "object/test_hostile_requests.py::test_no_session",
        ),
        series=("19.0",),
    ),
)
