"""Odoo's access rights: what a caller may see, call and print."""

from tests.security.mutants.edits import (
    AlwaysIf,
    Argument,
    Call,
    Edit,
    Item,
    NeverIf,
    Returns,
    Without,
    WithoutArgument,
    WithoutItem,
)
from tests.security.mutants.model import Mutant

CALLS = "object/test_call_rights.py::"
CLOSED = "security/test_token_models.py::"
GROUPS = "object/test_group_"
ORACLE = "object/test_restricted_fields.py::"
LIFECYCLE = "security/test_lifecycle.py::"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "private-methods",
        "Odoo's check of method names",
        (Without("restapi/compat/access.py", "public_method", "check_method_name"),),
        (CALLS + "test_private_methods",),
        series=("14.0",),
    ),
    Mutant(
        "private-methods",
        "Odoo's rule for public methods",
        (
            Call(
                "restapi/compat/access.py",
                "public_method",
                "_get_public_method",
                "getattr(type({0}), {1})",
            ),
            # Odoo checks the same again in its own call
            Returns(
                "restapi/compat/access.py",
                "call_kw",
                "getattr(model.browse(args[:1] and args[0]), name)(*args[1:], **kwargs)",
            ),
        ),
        (CALLS + "test_private_methods", CALLS + "test_api_private"),
        series=("19.0",),
    ),
    Mutant(
        "superuser",
        "the caller's rights: the environment is the superuser's",
        (Argument("restapi/rest/orm.py", "environment", "request.env", "su", "True"),),
        (CALLS + "test_calls_run_as_the_caller",),
    ),
    Mutant(
        "superuser",
        "the conversion of returned records to ids: they are read with the rights of their environment",
        (Returns("restapi/rest/calls.py", "plain", "value.read()", "value.ids"),),
        (CALLS + "test_sudo_lifts_no_rights",),
        series=("14.0",),
    ),
    Mutant(
        "token-models",
        "the group in the access list of tokens",
        (
            Item(
                "restapi/models/restapi_rights.py",
                "RIGHTS",
                "restapi.oauth2.token",
                (
                    'Right("restapi_oauth2_token_manager", "x", "restapi.oauth2.token",'
                    ' "base.group_user", "r")'
                ),
            ),
        ),
        (
            CLOSED + "test_nothing_through_odoos_rpc",
            CLOSED + "test_nothing_through_this_api",
            CLOSED + "test_the_web_client",
        ),
        installs=True,
    ),
    Mutant(
        "related-models",
        "the group of the field from users to applications",
        (
            WithoutArgument(
                "restapi/models/res_users.py",
                "ResUsers.restapi_application_ids",
                "One2many",
                "groups",
            ),
        ),
        (CLOSED + "test_others_tokens_through_related_models",),
    ),
    Mutant(
        "restricted-fields",
        "the check of the field's groups",
        (Without("restapi/rest/fields.py", "check_readable", "check_field_access"),),
        (ORACLE + "test_domains", ORACLE + "test_calls"),
        series=("14.0",),
    ),
    Mutant(
        "restricted-fields",
        "the check of the fields of groups",
        (Without("restapi/rest/read/grouping.py", "checked_grouping", "_check_readable"),),
        (GROUPS + "refusals.py::test_restricted_fields",),
        series=("14.0",),
    ),
    Mutant(
        "restricted-fields",
        "the check that the caller sees the related records of groups",
        (Returns("restapi/compat/grouping.py", "visible_ids", "None"),),
        (GROUPS + "relations.py::test_hidden_records_of_a_many2many",),
    ),
    Mutant(
        "restricted-fields",
        "the check for hidden columns in Odoo's own searches",
        (
            AlwaysIf(
                "restapi/models/restapi_protected.py",
                "RestapiProtected._refuse_protected_fields",
                "is_superuser",
            ),
        ),
        (CLOSED + "test_hashes_are_hidden_from_managers",),
        series=("14.0",),
    ),
    Mutant(
        "archived-users",
        "the check of the user in the query for the token",
        (
            Edit(
                "restapi/oauth/rfc6750.py",
                "       AND (SELECT u.active AND u.restapi",
                "       AND (SELECT u.restapi",
            ),
        ),
        (LIFECYCLE + "test_a_user_archived_with_sql",),
    ),
    Mutant(
        "archived-users",
        "the revocation of tokens when a user is archived",
        (NeverIf("restapi/models/res_users.py", "ResUsers.write", "active"),),
        (LIFECYCLE + "test_an_archived_user",),
    ),
    Mutant(
        "archived-users",
        "`active` among the fields that the tokens of an application depend on",
        (WithoutItem("restapi/models/restapi_application.py", "TOKENS_DEPEND_ON", "active"),),
        (LIFECYCLE + "test_an_archived_application",),
    ),
    Mutant(
        "documents",
        "the access check for all records",
        (NeverIf("restapi/rest/report/documents.py", "Report.records", "access.permitted"),),
        ("report/test_access.py::test_a_saved_document_is_no_way_around",),
    ),
    Mutant(
        "computed-secrets",
        "`_may_see_secrets`: nothing else hides secrets from `mapped` and `export_data`",
        (
            Call(
                "restapi/models/restapi_application.py",
                "RestapiApplication._compute_client_secret",
                "_may_see_secrets",
                "True",
            ),
        ),
        ("security/test_computed_secret.py::test_users_can_not_compute_a_secret",),
        series=("14.0",),
    ),
    Mutant(
        "computed-secrets",
        "a new secret for each new record, including copies",
        (
            Call(
                "restapi/models/restapi_application.py",
                "RestapiApplication._renew_secret",
                "opaque_secrets.generate",
                '"x" * 32',
            ),
        ),
        (CLOSED + "test_the_copy_of_an_application_has_its_own_secrets",),
    ),
    Mutant(
        "custom-models",
        "Odoo's check of the right to create",
        (
            Without("restapi/rest/orm.py", "model", "check_model_access"),
            Call(
                "restapi/controllers/writes.py",
                "create",
                "create",
                "{receiver}.sudo().create({arguments})",
            ),
        ),
        ("object/test_introspection.py::test_odoo_decides_who_creates_models",),
    ),
)
