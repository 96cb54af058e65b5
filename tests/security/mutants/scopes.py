"""Protections of scopes, on routes and against ways around them."""

from tests.security.mutants.edits import Item, Without, WithoutOperand
from tests.security.mutants.model import Mutant

CALLS = "object/test_call_rights.py::"
CLOSED = "security/test_token_models.py::"
WAYS = "security/test_scopes_of_values.py::"
EVERY_WAY = WAYS + "test_every_way_with_every_scope_and_pair"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "scopes-of-routes",
        "`caller.require` in the route decorator",
        (Without("restapi/controllers/routing.py", "_sign_in", "require"),),
        (
            "security/test_scopes_of_routes.py::test_every_scope_on_every_route",
            "object/test_hostile_requests.py::test_each_route_needs_its_scope",
            CALLS + "test_calls_need_scopes",
        ),
    ),
    Mutant(
        "scopes-of-routes",
        "the guard of applications",
        (
            Without(
                "restapi/models/restapi_application_guard.py",
                "RestapiApplication._require_all_scopes",
                "require_scopes",
            ),
            WithoutOperand(
                "restapi/models/restapi_application_guard.py",
                "RestapiApplication._may_see_secrets",
                "missing_scopes",
            ),
        ),
        (
            "security/test_scopes.py::test_only_tokens_with_all_scopes_read_secrets",
            "security/test_scopes.py::test_registering_and_changing_need_all_scopes",
        ),
    ),
    Mutant(
        "scopes-of-routes",
        "the group in the access list of applications",
        (
            Item(
                "restapi/models/restapi_rights.py",
                "RIGHTS",
                "restapi.application",
                'Right("restapi_application_manager", "x", "restapi.application", "base.group_user", ALL)',
            ),
        ),
        (CLOSED + "test_only_managers_change_applications",),
        installs=True,
    ),
    Mutant(
        "scopes-of-values",
        "the check of what values do to other records",
        (Without("restapi/controllers/writes.py", "converted", "require_scopes"),),
        (EVERY_WAY, WAYS + "test_a_signed_request"),
    ),
    Mutant(
        "scopes-of-values",
        "the reduction of answers to `id`",
        (WithoutOperand("restapi/controllers/writes.py", "stored", "missing_scopes"),),
        (EVERY_WAY, WAYS + "test_a_signed_request"),
    ),
    Mutant(
        "scopes-of-values",
        "the check of the arguments of methods",
        (Without("restapi/controllers/object_call.py", "call.check_call", "require_scopes"),),
        (EVERY_WAY,),
    ),
    Mutant(
        "scopes-of-values",
        "the check of the defaults in a context",
        (Without("restapi/controllers/answering.py", "_environment", "require_scopes"),),
        (EVERY_WAY, WAYS + "test_odd_defaults"),
    ),
)
