"""Protections of scopes, by whatever way they are got round."""

from tests.security.mutants.model import Edit, Mutant

WAYS = "security/test_scopes_of_values.py::"
EVERY_WAY = WAYS + "test_every_scope_and_every_pair_against_every_way"

MUTANTS = (
    Mutant(
        "scopes-of-values",
        "the look at what values do to other records",
        (
            Edit(
                "restapi/controllers/object_write.py",
                "    caller.require_scopes(request, scopes.of_values(records, converted, written is None))\n",
                "",
            ),
        ),
        (EVERY_WAY, WAYS + "test_a_signed_request"),
    ),
    Mutant(
        "scopes-of-values",
        "the answer that holds `id` alone",
        (
            Edit(
                "restapi/controllers/object_write.py",
                ' or caller.missing_scopes(request, ["read"]):\n',
                ":\n",
            ),
        ),
        (EVERY_WAY, WAYS + "test_a_signed_request"),
    ),
    Mutant(
        "scopes-of-values",
        "the look at the arguments of methods",
        (
            Edit(
                "restapi/controllers/object_call.py",
                "        caller.require_scopes(request, scopes.of_arguments(records, method, bound))\n",
                "",
            ),
        ),
        (EVERY_WAY,),
    ),
    Mutant(
        "scopes-of-values",
        "the look at the defaults in a context",
        (
            Edit(
                "restapi/controllers/routing.py",
                "        require_scopes(request, scopes.of_defaults(context))\n",
                "        pass\n",
            ),
        ),
        (EVERY_WAY, WAYS + "test_odd_defaults"),
    ),
)
