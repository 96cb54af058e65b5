"""OAuth credentials and parameters, from every place where clients send them."""

import base64

import pytest

from restapi.exceptions import BadRequest
from restapi.oauth import credentials
from tests.harness.request import make_request

FORM = "application/x-www-form-urlencoded"


def authorized(text: str):
    return make_request(headers={"Authorization": text})


def basic(text: str):
    return authorized("Basic " + base64.b64encode(text.encode()).decode())


@pytest.mark.parametrize(
    ("header", "scheme", "rest"),
    [
        ("Bearer abc", "bearer", "abc"),
        ("bEARER  abc ", "bearer", "abc"),
        ("Basic", "basic", ""),
        ("", "", ""),
    ],
)
def test_header_is_split_into_scheme_and_rest(header, scheme, rest):
    request = authorized(header)
    assert (credentials.scheme(request), credentials.credentials(request)) == (scheme, rest)


@pytest.mark.parametrize(
    "header",
    [
        'OAuth a="1", b="x%20y"',
        'oauth realm="r", a="1",b="x%20y"',
        "OAuth a='1', b='x%20y'",
        'OAuth a="1"\r\n\tb="x%20y",',
        'OAuth a = "1" , b = "x%20y"',
    ],
)
def test_all_spellings_of_the_header_are_read(header):
    # set directly, because Werkzeug's EnvironBuilder refuses line ends, which old servers accept
    request = authorized("")
    request.environ["HTTP_AUTHORIZATION"] = header
    assert credentials.header_pairs(request) == [("a", "1"), ("b", "x y")]


@pytest.mark.parametrize("header", ['OAuth a="1', "OAuth a", 'OAuth a="%ff"', 'OAuth "a"="1"'])
def test_malformed_headers_are_refused(header):
    with pytest.raises(BadRequest):
        credentials.header_pairs(authorized(header))


def test_client_of_http_basic():
    assert credentials.client_pairs(basic("key:a:b%2B+")) == [
        ("client_id", "key"),
        ("client_secret", "a:b++"),
    ]
    assert credentials.client_pairs(authorized("Bearer x")) == []


@pytest.mark.parametrize("header", ["Basic ***", "Basic /w==", "Basic"])
def test_malformed_http_basic_is_refused(header):
    if header == "Basic":
        assert dict(credentials.client_pairs(authorized(header)))["client_id"] == ""
        return
    with pytest.raises(BadRequest):
        credentials.client_pairs(authorized(header))


def test_parameters_from_query_and_body():
    request = make_request(
        "/?state=s&empty=",
        method="POST",
        data={"grant_type": "client_credentials", "scope": "read,write  call"},
        headers={"Authorization": "Basic " + base64.b64encode(b"key:secret").decode()},
    )
    assert credentials.parameters(request) == {
        "client_id": "key",
        "client_secret": "secret",
        "state": "s",
        "grant_type": "client_credentials",
        "scope": "read write call",
    }


def test_parameter_in_two_places_is_refused():
    def sent(client_id: str):
        return make_request(
            method="POST",
            data={"client_id": client_id},
            headers={"Authorization": "Basic " + base64.b64encode(b"key:secret").decode()},
        )

    assert credentials.parameters(sent("key"))["client_id"] == "key"
    with pytest.raises(BadRequest):
        credentials.parameters(sent("another"))


@pytest.mark.parametrize("data", ['{"state": 1}', '{"state": null}', '{"state": ["x"]}'])
def test_parameters_must_be_text(data):
    with pytest.raises(BadRequest):
        credentials.parameters(
            make_request(method="POST", data=data, content_type="application/json")
        )


@pytest.mark.parametrize("name", ["client_secret", "code_verifier", "refresh_token", "token"])
def test_secrets_in_the_url_are_refused(name):
    with pytest.raises(BadRequest):
        credentials.secret_parameters(make_request(f"/?{name}=x"))


def test_addresses():
    request = make_request("/a%20b/%C3%A9?x=1")
    assert credentials.issuer(request) == "http://odoo.example"
    assert credentials.url(request) == "http://odoo.example/a%20b/%C3%A9"


def test_texts_for_error_description():
    assert credentials.description('Say "é\\n"…') == "Say '?/n'..."
