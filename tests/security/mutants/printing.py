"""Protections of what printing hands out, and of a server whose addon changes."""

from tests.security.mutants.model import Edit, Mutant

NETWORK = "report/test_network.py::test_"
SESSION = "report/test_print_session.py::test_"
INSTALL = "install/test_under_load.py::test_"
NGINX = "docs/test_nginx.py::test_"

PROXY = "restapi/rest/report/proxy.py"
PRINT_SESSION = "restapi/rest/report/session.py"
PRINTING = "restapi/rest/report/printing.py"
SITE = "docs/examples/nginx/odoo.conf"
OTHER_HOSTS = """server {
    listen 80 default_server;
    listen 443 ssl default_server;
    ssl_reject_handshake on;
    return 444;
}
"""

MUTANTS = (
    Mutant(
        "printing",
        "the proxy",
        (Edit(PRINTING, ', "--disable-javascript", "--proxy", url]', ', "--disable-javascript"]'),),
        (NETWORK + "nothing_leaves_for_other_servers",),
    ),
    Mutant(
        "printing",
        "the rule that scripts of bodies don't run: WebSocket knows no proxy",
        (Edit(PRINTING, '"--disable-javascript", ', ""),),
        (NETWORK + "nothing_leaves_for_other_servers",),
    ),
    Mutant(
        "printing",
        "the comparison of what the proxy is asked for with this server's addresses",
        (Edit(PROXY, "        if target in self.server.own:\n", "        if target:\n"),),
        (NETWORK + "nothing_leaves_for_other_servers", SESSION + "the_proxy"),
    ),
    Mutant(
        "printing",
        "the proxy's password",
        (
            Edit(
                PROXY,
                "        if hmac.compare_digest(given, self.server.authorization):\n",
                "        if given is not None:\n",
            ),
        ),
        (SESSION + "the_proxy",),
    ),
    Mutant(
        "printing",
        "the check of the server's certificate",
        (
            Edit(
                PROXY,
                "tls.client_context(is_verified)",
                "tls.client_context(is_verified=False)",
            ),
        ),
        (NETWORK + "over_https",),
    ),
    Mutant(
        "printing",
        "the caller in the session: pictures are read as the superuser",
        (Edit(PRINTING, "session.mark(env.uid, ", "session.mark(1, "),),
        (NETWORK + "a_picture_that_the_caller_may_not_see",),
    ),
    Mutant(
        "printing",
        "the list of paths that the session reads",
        (Edit(PRINT_SESSION, '"/web/(image|content)(/|$)"', '"/"'),),
        (SESSION + "what_the_session_can_do",),
        raises="requests.exceptions",
    ),
    Mutant(
        "printing",
        "the look at the media type of what the session reads",
        (Edit(PRINT_SESSION, "        abort(Forbidden().get_response())\n", "        return\n"),),
        (SESSION + "what_the_session_can_do",),
    ),
    Mutant(
        "printing",
        "the end of the session after printing",
        (Edit("restapi/compat/printing.py", "        store.delete(session)\n", "        pass\n"),),
        (SESSION + "what_the_session_can_do",),
    ),
    Mutant(
        "printing",
        "the end of the session by time, when the worker was killed",
        (Edit(PRINT_SESSION, ' or mark["until"] < time.time()', ""),),
        (SESSION + "a_killed_worker_leaves_a_session_that_ends",),
    ),
    Mutant(
        "printing",
        "the session that is stored nowhere: Odoo hands over the one of the request",
        (Edit(PRINTING, "        stack.enter_context(printing.no_session(request))\n", ""),),
        (SESSION + "wkhtmltopdf_is_given_no_session",),
    ),
    Mutant(
        "printing",
        "the confinement of calls that print",
        (
            Edit(
                "restapi/models/ir_actions_report.py",
                "        if not (request and compat.is_own_path(request.httprequest.path)):\n",
                "        if not self.env.context.get(wkhtmltopdf.DEADLINE):\n",
            ),
        ),
        (SESSION + "wkhtmltopdf_is_given_no_session",),
    ),
    Mutant(
        "deployment",
        "the look for tables and columns that are missing while the addon changes",
        (
            Edit(
                "restapi/rest/problems.py",
                '    if getattr(exc, "pgcode", None) in CHANGING:\n        # ',
                "    if False:\n        # ",
            ),
        ),
        (INSTALL + "uninstall_under_load", INSTALL + "update_under_load"),
    ),
    Mutant(
        "deployment",
        "the limit of the nginx sample for addresses outside of the prefix",
        (Edit(SITE, "location ~ ^/(restapi/|start$|\\.well-known/) {", "location /restapi/ {"),),
        (NGINX + "too_many_requests",),
    ),
    Mutant(
        "deployment",
        "the problem documents of the nginx sample",
        (
            Edit(SITE, "        error_page 400 413 429 502 503 504 /restapi_problem;\n", ""),
            Edit(SITE, "    error_page 400 414 /restapi_problem;\n", ""),
            Edit(SITE, "    error_page 494 =431 /restapi_problem;\n", ""),
        ),
        (NGINX + "nginx_answers_with_problem_documents", NGINX + "odoo_is_away"),
    ),
    Mutant(
        "deployment",
        "the default servers of the nginx sample",
        (Edit(SITE, OTHER_HOSTS, ""),),
        (NGINX + "other_hosts",),
    ),
)
