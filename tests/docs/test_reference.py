"""The reference matches the code: an undocumented route, parameter, error, scope or setting fails."""

import re

from dev import paths
from restapi.error_codes import ERROR_CODES, OTHER_STATUS
from tests.docs import reference
from tests.docs.reference import REFERENCE, in_sphinx


def described(facts):
    """Each route and method of the addon, with its text in the reference."""
    pages = reference.documented()
    for route in facts["routes"]:
        for method in route["methods"]:
            yield route, method, pages[method.lower(), in_sphinx(route["path"])]


def test_every_route_is_documented_and_no_other(facts):
    have = {
        (method.lower(), in_sphinx(route["path"]))
        for route in facts["routes"]
        for method in route["methods"]
    }
    assert set(reference.documented()) == have


def test_every_parameter_is_documented_and_no_other(facts):
    for route, method, body in described(facts):
        assert set(reference.parameters(body)) == set(route["names"]), (method, route["path"])


def test_parameters_are_described_as_in_the_openapi_document(facts):
    """The declarations of the routes describe them once; the reference may add to that."""
    for route, method, body in described(facts):
        texts = reference.parameters(body)
        for name, description in route["params"].items():
            assert texts[name].startswith(description), (method, route["path"], name)


def test_the_scope_and_the_media_types_of_every_route(facts):
    for route, method, body in described(facts):
        where = (method, route["path"])
        scopes = [] if route["scope"] in (None, "any") else [route["scope"]]
        assert re.findall(r"Scope ``(\w+)``", body) == scopes, where
        for media_type in route["offers"][1:]:
            assert f"``{media_type}``" in body, where


def test_the_statuses_of_every_route_with_a_scope(facts):
    """Each takes parameters, needs access rights, and names a model or a report."""
    for route, method, body in described(facts):
        if route["scope"]:
            assert reference.statuses(body) >= {200, 400, 403, 404}, (method, route["path"])


def test_every_error_code_is_in_the_table():
    codes = {code: str(status) for code, status in ERROR_CODES.items()}
    codes[OTHER_STATUS[1]] = "other"
    rows = reference.table("errors.rst")
    assert {code: rows[code] for code in rows if code not in MEMBERS} == codes


# Rows of the table above, which lists the members of a problem document.
MEMBERS = ("status", "code", "detail", "request_id", "exception")


def test_every_scope_is_documented(facts):
    for scope in facts["scopes"]:
        assert f"   * - ``{scope}``" in (REFERENCE / "applications.rst").read_text()


def test_every_setting_is_documented():
    """System parameters, options of odoo.conf and environment variables."""
    source = "\n".join(path.read_text() for path in sorted(paths.ADDON.rglob("*.py")))
    names = set(re.findall(r"(?:get_param\(\s*\"|key = ')(restapi\.[\w.]+)", source))
    names |= set(re.findall(r"\"(RESTAPI_[A-Z_]+)\"", source))
    names |= set(re.findall(r"config\(\"(\w+)\"\)", source))
    settings = (REFERENCE / "settings.rst").read_text()
    assert [name for name in sorted(names) if f"``{name}``" not in settings] == []


# Headers of a single word, which look like any other text.
HEADERS = "Allow|Authorization|Link|Location|Origin|Pragma|Prefer|Vary"


def test_every_header_is_documented():
    """Headers of answers and of requests, except those between wkhtmltopdf and its proxy, and of webhooks."""
    others = [paths.ADDON / "rest" / "report" / "proxy.py", paths.ADDON / "webhooks" / "sending.py"]
    files = [path for path in sorted(paths.ADDON.rglob("*.py")) if path not in others]
    source = "\n".join(path.read_text() for path in files)
    names = set(re.findall(rf"\"((?:[A-Z]+[a-z]*-)+[A-Z][A-Za-z]+|{HEADERS})\"", source))
    assert names >= {"WWW-Authenticate", "X-Record-Count", "Content-Security-Policy"}
    page = (REFERENCE / "requests.rst").read_text()
    assert [name for name in sorted(names) if f"``{name}" not in page] == []
