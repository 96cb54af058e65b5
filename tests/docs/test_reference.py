"""The reference against the code: an undocumented route, parameter, error, scope or setting fails."""

import ast
import json
import re
from pathlib import Path

import pytest

from dev import paths

DOCS = paths.ROOT / "docs"
REFERENCE = DOCS / "reference"
DIRECTIVE = re.compile(r"^\.\. http:(\w+):: (\S+)\n((?:(?:   .*)?\n)*)", re.M)
CODES_IN_PROBLEMS = "restapi/rest/problems.py"


@pytest.fixture(scope="module")
def facts(demo):
    script = Path(__file__).with_name("introspect.py").read_text()
    server = demo.server
    output = server.databases.odoo_run(server.db, f"shell-{server.db}", [], stdin=script)
    (line,) = re.findall(r"RESTAPI-FACTS (\{.*\})", output)
    return json.loads(line)


def documented():
    """`{('get', '/restapi/1.0/…/(int:id)'): text below the directive}`"""
    found = {}
    for page in sorted(REFERENCE.rglob("*.rst")):
        for method, path, body in DIRECTIVE.findall(page.read_text()):
            assert (method, path) not in found, f"{method} {path} is described twice"
            found[method, path] = body
    return found


def reference_text():
    return "\n".join(page.read_text() for page in sorted(REFERENCE.rglob("*.rst")))


def in_sphinx(path):
    """`/object/<model>/<int:id>` as sphinxcontrib.httpdomain writes it"""
    return re.sub(r"<([^>]+)>", r"(\1)", path)


def test_every_route_is_documented_and_no_other(facts):
    have = {
        (method.lower(), in_sphinx(route["path"]))
        for route in facts["routes"]
        for method in route["methods"]
    }
    assert set(documented()) == have


def test_every_parameter_is_documented_and_no_other(facts):
    pages = documented()
    for route in facts["routes"]:
        for method in route["methods"]:
            if not route["params"]:
                continue  # the protocols read their own, as their specifications name them
            body = pages[method.lower(), in_sphinx(route["path"])]
            described = set(re.findall(r":query (?:\w+ )?(\w+):", body))
            assert described == set(route["params"]), (method, route["path"])


def test_the_scope_and_the_media_types_of_every_route(facts):
    pages = documented()
    for route in facts["routes"]:
        for method in route["methods"]:
            body = pages[method.lower(), in_sphinx(route["path"])]
            where = (method, route["path"])
            assert re.findall(r"Scope ``(\w+)``", body) == (
                [route["scope"]] * bool(route["scope"])
            ), where
            for media_type in route["offers"][1:]:
                assert f"``{media_type}``" in body, where


def test_every_error_code_is_in_the_table(facts):
    table = (REFERENCE / "errors.rst").read_text()
    rows = dict(re.findall(r"^   \* - ``(\w+)``\n     - (\d+)$", table, re.M))
    codes = {code: str(status) for code, status in facts["errors"]}
    for call in ast.walk(ast.parse((paths.ROOT / CODES_IN_PROBLEMS).read_text())):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Problem":
            status, code = (getattr(argument, "value", None) for argument in call.args[:2])
            if isinstance(status, int) and isinstance(code, str):
                codes[code] = str(status)
    source = ast.parse((paths.ROOT / CODES_IN_PROBLEMS).read_text())
    for node in source.body:  # Odoo's own exceptions
        if isinstance(node, ast.AnnAssign) and node.target.id == "_ODOO_CODES":
            codes.update((pair.elts[1].value, "403") for pair in node.value.elts)
    assert rows == codes


def test_every_scope_is_documented(facts):
    for scope in facts["scopes"]:
        assert f"   * - ``{scope}``" in (REFERENCE / "applications.rst").read_text()


def test_every_setting_is_documented():
    """System parameters, options of odoo.conf and variables of the environment."""
    source = "\n".join(path.read_text() for path in sorted(paths.ADDON.rglob("*.py")))
    names = set(re.findall(r"(?:get_param\(\s*\"|key = ')(restapi\.[\w.]+)", source))
    names |= set(re.findall(r"\"(RESTAPI_[A-Z_]+)\"", source))
    names |= set(re.findall(r"config\(\"(\w+)\"\)", source))
    settings = (REFERENCE / "settings.rst").read_text()
    assert [name for name in sorted(names) if f"``{name}``" not in settings] == []


def test_every_header_is_documented():
    """Those that are no part of HTTP or OAuth."""
    source = "\n".join(path.read_text() for path in sorted(paths.ADDON.rglob("*.py")))
    names = set(
        re.findall(
            r"\"(X-[A-Za-z-]+|Access-Control-[A-Za-z-]+|Prefer|Preference-Applied|Link)\"", source
        )
    )
    assert [name for name in sorted(names) if name not in reference_text()] == []
