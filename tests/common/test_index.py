"""The root of the API."""

from tests.harness.problems import problem

ROOT = "/restapi/1.0"


def test_the_root_names_itself_and_further_addresses(http, series):
    for path in (ROOT, ROOT + "/"):
        answer = http.get(path)
        assert answer.status_code == 200
        body = answer.json()
        assert (body["name"], body["api_version"]) == ("restapi", "1.0")
        assert body["server_series"] == series
        assert "Set-Cookie" not in answer.headers


def test_its_links_work(http):
    links = http.get(ROOT).json()["links"]
    assert {"docs", "openapi"} <= set(links)
    for name, link in links.items():
        assert link.startswith(http.base_url)
        expected = {"applications": 302, "openapi": 401}.get(
            name, 200
        )  # these require sign-in first
        assert http.get(link, headers={"Accept": "*/*"}).status_code == expected


def test_it_is_read_only(http):
    answer = http.post(ROOT)
    problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD"
    problem(http.get(ROOT + "?x=1"), 400, "unknown_parameter")
    assert http.options(ROOT).status_code == 204
