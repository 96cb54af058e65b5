"""The authorization endpoint (RFC 6749 §3.1, §4.1.1, §4.1.2)."""

import xmlrpc.client
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.harness.oauth import OAUTH2, REDIRECT_URI, get_token
from tests.harness.problems import problem

HTML = {"Accept": "text/html"}


def authorization_query(application, **params):
    return {
        "response_type": "code",
        "client_id": application.client_id,
        "redirect_uri": REDIRECT_URI,
        "state": "xyz",
        **params,
    }


def test_a_machine_application_gets_its_code_at_once(http, register):
    answer = http.get(OAUTH2 + "/authorize", params=authorization_query(register()))
    assert answer.status_code == 200
    assert set(answer.json()) == {"code", "state"}
    assert answer.json()["state"] == "xyz"


def test_a_browser_is_sent_to_the_redirect_uri(http, server, register):
    uri = "https://app.example.com/back?keep=%2f"
    application = register(redirect_uris=uri)
    answer = http.get(
        OAUTH2 + "/authorize",
        params=authorization_query(application, redirect_uri=uri),
        headers=HTML,
    )
    assert answer.status_code == 302
    location = answer.headers["Location"]
    assert location.startswith(uri + "&code=")
    parameters = dict(parse_qsl(urlsplit(location).query))
    assert parameters["state"] == "xyz"
    assert parameters["iss"] == server.url  # RFC 9207
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_manuals_header_dialect(http, register):
    header = (
        f"OAuth client_id='{register().client_id}',\r\n   state='Y1UxliNPvn6KYQK5Lj84WJ9VJrQw1L',"
        " redirect_uri='https%3A%2F%2F127.0.0.1%2Fcallback' response_type='code'"
    ).replace("\r\n", "")
    answer = http.get(OAUTH2 + "/authorize", headers={"Authorization": header})
    assert answer.status_code == 200
    assert answer.json()["state"] == "Y1UxliNPvn6KYQK5Lj84WJ9VJrQw1L"


def test_errors_of_a_known_client_are_redirected_to_it(http, register):
    application = register(scopes="read")
    for params, error in (
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unauthorized_client"),
        ({"response_type": ""}, "invalid_request"),
        ({"scope": "openid everything"}, "invalid_scope"),
        ({"scope": "read write"}, "invalid_scope"),
        ({"scope": "write"}, "invalid_scope"),
        ({"code_challenge": "short", "code_challenge_method": "S256"}, "invalid_request"),
    ):
        query = authorization_query(application, **params)
        answer = http.get(OAUTH2 + "/authorize", params=query, headers=HTML)
        assert answer.status_code == 302, params
        parameters = dict(parse_qsl(urlsplit(answer.headers["Location"]).query))
        assert parameters["error"] == error, params
        assert parameters["state"] == "xyz"
        body = problem(http.get(OAUTH2 + "/authorize", params=query), 400, error)
        assert body["error"] == error


@pytest.mark.parametrize(
    ("scope", "given"),
    [
        ("openid profile email read", "read"),
        ("read offline_access write", "read write"),
        ("read,write", "read write"),
        ("write, read,", "write read"),
        (",", "read write"),
    ],
)
def test_scopes_as_libraries_send_them(http, register, scope, given):
    """With commas, and with names of OpenID Connect (RFC 6749 §3.3). Seen to fail when unknown names were an
    error."""
    application = register(scopes="read write")
    assert get_token(http, application, scope=scope)["scope"] == given
    form = {"grant_type": "client_credentials", "scope": scope}
    auth = (application.client_id, application.client_secret)
    answer = http.post(OAUTH2 + "/access_token", data=form, auth=auth).json()
    assert answer["scope"] == given


@pytest.mark.parametrize(
    ("scope", "named"),
    [("openid é", "no scope: openid ?"), ("read call", "not request: call"), ("x" * 5000, "xxx")],
)
def test_an_unavailable_scope_is_named(http, register, scope, named):
    query = authorization_query(register(scopes="read write"), scope=scope)
    body = problem(http.get(OAUTH2 + "/authorize", params=query), 400, "invalid_scope")
    assert named in body["detail"]
    assert "It may request: read write." in body["detail"]
    assert len(body["detail"]) < 300


def test_no_redirect_before_the_redirect_uri_is_certain(http, register):
    """Seen to fail without the check that a redirect URI is registered."""
    application = register()
    for params in (
        {"client_id": "unknown"},
        {"client_id": ""},
        {"client_id": "nul\x00"},
        {"redirect_uri": "https://evil.example.com/callback"},
        {"redirect_uri": "https://evil.example.com/callback", "response_type": "token"},
        {"redirect_uri": REDIRECT_URI + "/", "scope": "nonsense"},
        {"redirect_uri": "//127.0.0.1/callback"},
    ):
        for headers in (HTML, {}):
            answer = http.get(
                OAUTH2 + "/authorize",
                params=authorization_query(application, **params),
                headers=headers,
            )
            assert answer.status_code == 400, params
            assert "Location" not in answer.headers, params


def test_redirect_uris_match_exactly(http, register):
    """Seen to fail without the check that a redirect URI is registered; or without exact matching: URIs that
    begin like a registered one match."""
    registered = "https://app.example.com/callback"
    loopback = "http://127.0.0.1/callback"
    application = register(redirect_uris=f"{registered}\n{loopback}")
    for refused in (
        registered + "?extra=1",
        registered + ";params",
        registered + "#fragment",
        registered + "/",
        registered + "/../evil",
        registered[:-1],
        registered.upper(),
        registered.replace("https", "http"),
        registered.replace("app.", "user@app."),
        registered.replace(".com", ".com:443"),
        registered.replace(".com", ".com.evil.example"),
        registered.replace("app.example.com", "app.example.com\\@evil.example"),
        "javascript:alert(1)",
        "data:text/html,x",
        "http://127.0.0.1.evil.example/callback",
        "http://127.0.0.1:80@evil.example/callback",
        "http://127.0.0.2/callback",
        "http://127.0.0.1:99999999/callback",
        "http://127.0.0.1:8080/other",
        "https://127.0.0.1:8080/callback",
        registered + " ",
        registered + "\n",
    ):
        answer = http.get(
            OAUTH2 + "/authorize",
            params=authorization_query(application, redirect_uri=refused),
            headers=HTML,
        )
        assert answer.status_code == 400, refused
        assert "Location" not in answer.headers, refused
    for accepted in (registered, loopback, "http://127.0.0.1:51004/callback"):
        answer = http.get(
            OAUTH2 + "/authorize",
            params=authorization_query(application, redirect_uri=accepted),
            headers=HTML,
        )
        assert answer.status_code == 302, accepted
        assert answer.headers["Location"].startswith(accepted + "?")


def test_pathological_redirect_uris_are_answered_fast(http, register):
    application = register()
    http.get(OAUTH2 + "/authorize", params=authorization_query(application))
    for uri in (
        "http://[" + ":" * 4000 + "]/",
        "https://" + "a." * 2500 + "/",
        "http://[" + "1:" * 2000 + ":127.0.0.1/callback",
        "https://x/" + "%" * 5000,
        "http://[" + "1:" * 900,
        "http://" + ":" * 1900,
    ):
        query = authorization_query(application, redirect_uri=uri)
        # the best of three, as the machine may be busy
        answers = [http.get(OAUTH2 + "/authorize", params=query) for _ in range(3)]
        assert {answer.status_code for answer in answers} == {400}
        assert min(answer.elapsed.total_seconds() for answer in answers) < 0.1, uri[:20]


def test_invalid_redirect_uris(register):
    for uri in (
        "http://app.example.com/callback",
        "https://user@app.example.com/",
        "https://app.example.com/#fragment",
        "javascript:alert(1)",
        "myapp:/callback",
        "/callback",
    ):
        with pytest.raises(xmlrpc.client.Fault, match="Redirect URI"):
            register(redirect_uris=uri)


def test_the_redirect_uri_may_be_left_out_when_there_is_one(http, register):
    query = authorization_query(register())
    query.pop("redirect_uri")
    assert http.get(OAUTH2 + "/authorize", params=query).status_code == 200
    query["client_id"] = register(redirect_uris="https://a.example/\nhttps://b.example/").client_id
    answer = http.get(OAUTH2 + "/authorize", params=query)
    assert "Send redirect_uri" in problem(answer, 400, "invalid_request")["detail"]


def test_errors_about_the_client(http, register):
    """The messages say what to do; oauthlib's own don't."""
    query = authorization_query(register(), redirect_uri="https://evil.example/")
    answer = http.get(OAUTH2 + "/authorize", params=query)
    assert "not registered" in problem(answer, 400, "invalid_request")["detail"]
    answer = http.get(OAUTH2 + "/authorize", params={**query, "client_id": "nobody"})
    assert "no active application" in problem(answer, 400, "invalid_request")["detail"]
