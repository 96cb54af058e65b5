"""Parameters in the query string and the body (docs/reference/requests.rst)."""

import json

import pytest

from restapi.exceptions import (
    BadRequest,
    InvalidParameter,
    LengthRequired,
    PayloadTooLarge,
    UnsupportedMediaType,
)
from restapi.rest.request import body
from tests.harness.request import make_request

FORM = "application/x-www-form-urlencoded"


def post(data: object, content_type: str = "application/json", target: str = "/", **options):
    sent = data if isinstance(data, (bytes, str)) else json.dumps(data)
    return make_request(target, method="POST", data=sent, content_type=content_type, **options)


def test_query_and_body_are_merged():
    request = post({"vals": {"name": "x"}, "limit": 5}, target="/?fields=name&context=")
    assert body.parameters(request) == {
        "fields": "name",
        "context": "",
        "vals": {"name": "x"},
        "limit": 5,
    }


@pytest.mark.parametrize("target", ["/?a=1&a=2", "/?a=1&a=1"])
def test_duplicate_parameter_is_refused(target):
    with pytest.raises(InvalidParameter) as refusal:
        body.parameters(make_request(target))
    assert refusal.value.members["parameter"] == "a"


def test_parameter_in_both_query_and_body_is_refused():
    with pytest.raises(InvalidParameter):
        body.parameters(post({"a": 1}, target="/?a=1"))


def test_body_can_be_the_value_of_one_parameter():
    assert body.parameters(post({"name": "x"}), "vals") == {"vals": {"name": "x"}}
    assert body.parameters(post({"vals": {"name": "x"}}), "vals") == {"vals": {"name": "x"}}
    assert body.parameters(post("name=x", FORM), "vals") == {"name": "x"}


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[1]",
        b"1",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b"\xff",
        b'{"a": %s}' % (b"9" * 30),
    ],
)
def test_body_must_be_a_json_object(data):
    request = post(data)
    if not data:
        assert body.parameters(request) == {}
        return
    with pytest.raises(BadRequest):
        body.parameters(request)


def test_byte_order_mark_is_ignored():
    assert body.parameters(post(b'\xef\xbb\xbf{"a": 1}')) == {"a": 1}


@pytest.mark.parametrize(
    ("options", "refusal"),
    [
        ({"content_type": "text/plain"}, UnsupportedMediaType),
        ({"content_type": "application/json; charset=latin-1"}, UnsupportedMediaType),
        ({"headers": {"Content-Encoding": "gzip"}}, UnsupportedMediaType),
    ],
)
def test_unsupported_media_types_are_refused(options, refusal):
    with pytest.raises(refusal):
        body.parameters(post({"a": 1}, **options))


def test_get_request_with_body_is_refused():
    request = make_request(method="GET", data=b"{}", content_type="application/json")
    with pytest.raises(BadRequest):
        body.parameters(request)


@pytest.mark.parametrize("query", ["a=%ff", "a=é", "a=%00"])
def test_query_with_invalid_characters_is_refused(query):
    with pytest.raises(BadRequest):
        body.parse_query(query)


def test_semicolon_is_not_a_separator():
    assert body.parse_query("a=1;b=2&c=") == [("a", "1;b=2"), ("c", "")]


def test_number_of_parameters_is_limited():
    query = "&".join(f"p{number}=" for number in range(body.MAX_PARAMETERS))
    assert len(body.parse_query(query)) == body.MAX_PARAMETERS
    with pytest.raises(BadRequest):
        body.parse_query(query + "&one=more")


def test_form_is_decoded():
    assert body.parameters(post("a=1&b=%C3%A9", FORM)) == {"a": "1", "b": "é"}
    with pytest.raises(BadRequest):
        body.parameters(post("a=%ff", FORM))


def test_form_can_be_read_again():
    request = post("a=1", FORM)
    assert body.form_pairs(request) == body.form_pairs(request) == [("a", "1")]


def test_length_is_limited_before_sign_in():
    body.check_short(post(b"x" * body.MAX_UNKNOWN, FORM))
    with pytest.raises(PayloadTooLarge):
        body.check_short(post(b"x" * (body.MAX_UNKNOWN + 1), FORM))
    chunked = make_request(method="POST", headers={"Transfer-Encoding": "chunked"})
    with pytest.raises(LengthRequired):
        body.check_short(chunked)


def test_length_of_protocol_queries_is_limited():
    body.check_protocol(make_request("/?a=" + "x" * (body.MAX_QUERY - 2)))
    with pytest.raises(BadRequest):
        body.check_protocol(make_request("/?a=" + "x" * body.MAX_QUERY))
