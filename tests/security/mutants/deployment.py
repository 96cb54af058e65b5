"""Protections of installation and operation: lifecycle, proxies, replicas."""

from tests.security.mutants.edits import AlwaysIf, Edit, Instead, NeverIf, Without, WithoutConstant
from tests.security.mutants.model import Mutant

INSTALL = "install/test_lifecycle.py::"
ANONYMOUS = "security/test_anonymous.py::"
GUARD = "restapi/rest/transport/guard.py"
UNDER_LOAD = "install/test_under_load.py::test_"
NGINX = "docs/test_nginx.py::test_"
SITE = "docs/examples/nginx/odoo.conf"
OTHER_HOSTS = """server {
    listen 80 default_server;
    listen 443 ssl default_server;
    ssl_reject_handshake on;
    return 444;
}
"""
REPLICA = "security/test_replica.py::test_"

MUTANTS: tuple[Mutant, ...] = (
    Mutant(
        "lifecycle",
        "the hook that deletes the parameters",
        (Edit("restapi/hooks.py", "LIKE 'restapi.%%'", "LIKE 'another.%%'"),),
        (INSTALL + "test_update_from_files_and_uninstall",),
    ),
    Mutant(
        "lifecycle",
        "the constraint that a nonce works once",
        (WithoutConstant("restapi/models/restapi_nonce.py", "RestapiNonce._key_uniq"),),
        (INSTALL + "test_an_upgrade_from_an_older_version",),
    ),
    Mutant(
        "lifecycle",
        "the limit of the managers' group to administrators: all employees get it",
        (
            Edit(
                "restapi/security/restapi_security.xml",
                '<record id="base.group_system" model="res.groups">',
                '<record id="base.group_user" model="res.groups">',
            ),
        ),
        (INSTALL + "test_existing_users",),
        installs=True,
    ),
    Mutant(
        "deployment",
        "the check of Host",
        (NeverIf(GUARD, "_check_address", "is_host"),),
        (
            ANONYMOUS + "test_an_invalid_host",
            ANONYMOUS + "test_behind_a_proxy",
        ),
    ),
    Mutant(
        "deployment",
        "the check of the scheme that a proxy sends",
        (NeverIf(GUARD, "_check_address", "https"),),
        (ANONYMOUS + "test_behind_a_proxy",),
    ),
    Mutant(
        "deployment",
        "leap seconds and lower case in times",
        (
            Edit("restapi/rest/request/dates.py", "[Tt ]", "[T ]"),
            Instead("restapi/rest/request/dates.py", "parse_datetime", "60", "-1"),
        ),
        ("unit/rest/test_dates.py::test_rfc_3339_spellings_are_accepted",),
        is_pure=True,
        raises="ValueError",
    ),
    Mutant(
        "deployment",
        "the check of a leap second's minute",
        (
            Instead("restapi/rest/request/dates.py", "parse_datetime", ".hour", "23"),
            Instead("restapi/rest/request/dates.py", "parse_datetime", ".minute", "59"),
        ),
        ("unit/rest/test_dates.py::test_invalid_leap_seconds_are_refused",),
        is_pure=True,
    ),
    Mutant(
        "deployment",
        "the handling of tables and columns that are missing while the addon changes",
        (NeverIf("restapi/rest/problems.py", "_database_problem", "CHANGING"),),
        (UNDER_LOAD + "uninstall_under_load", UNDER_LOAD + "update_under_load"),
    ),
    Mutant(
        "deployment",
        "the nginx sample's limit for addresses outside the prefix",
        (Edit(SITE, "location ~ ^/(restapi/|start$|\\.well-known/) {", "location /restapi/ {"),),
        (NGINX + "too_many_requests",),
    ),
    Mutant(
        "deployment",
        "the nginx sample's problem documents",
        (
            Edit(SITE, "        error_page 400 413 429 502 503 504 /restapi_problem;\n", ""),
            Edit(SITE, "    error_page 400 414 /restapi_problem;\n", ""),
            Edit(SITE, "    error_page 494 =431 /restapi_problem;\n", ""),
        ),
        (NGINX + "problem_documents_of_nginx", NGINX + "odoo_is_down"),
    ),
    Mutant(
        "deployment",
        "the nginx sample's default servers",
        (Edit(SITE, OTHER_HOSTS, ""),),
        (NGINX + "other_hosts",),
    ),
    Mutant(
        "deployment",
        "the query to the primary for a key that the replica lacks",
        (AlwaysIf("restapi/oauth/tokens.py", "_verification_key", "is_readonly"),),
        (REPLICA + "a_signing_key_that_the_replica_lacks",),
        series=("19.0",),
    ),
    Mutant(
        "deployment",
        "the check for a user whom the replica lacks",
        (Without("restapi/oauth/caller.py", "sign_in", "require_user"),),
        (REPLICA + "an_application_and_a_user_that_the_replica_lacks",),
        series=("19.0",),
    ),
    Mutant(
        "deployment",
        "the primary in the query for the token",
        (AlwaysIf("restapi/oauth/primary.py", "primary_cursor", "is_readonly"),),
        (REPLICA + "tokens_ended_on_the_primary",),
        series=("19.0",),
    ),
)
