"""Parsing of forms with files (RFC 7578)."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import Request

from restapi.exceptions import BadRequest, UnsupportedMediaType
from restapi.rest.request import multipart

TYPE = "multipart/form-data; boundary=x"
NAMED = b'Content-Disposition: form-data; name="a"'
SECONDS = 1.0
MEGABYTE = 1_000_000


def form(*parts):
    return b"".join(b"--x\r\n" + one + b"\r\n" for one in parts) + b"--x--\r\n"


def read(data, content_type=TYPE):
    return [
        (name, value if isinstance(value, str) else value.stream.read())
        for name, value in multipart.parse_form(data, content_type)
    ]


@given(
    st.lists(
        st.tuples(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.binary(max_size=200)), max_size=5
    )
)
def test_files_are_unchanged(files):
    sent = Request("POST", "http://x/", files=[(name, ("f", data)) for name, data in files])
    prepared = sent.prepare()
    if files:
        assert read(prepared.body, prepared.headers["Content-Type"]) == files


@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=50))
def test_text_is_decoded_as_utf_8(text):
    assert read(form(NAMED + b"\r\n\r\n" + text.encode())) == [("a", text)]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"--x--", []),
        (b"before\r\n--x--\r\nafter", []),
        (form(NAMED + b"\r\n\r\n"), [("a", "")]),
        (form(NAMED + b"\r\n\r\nb\r\n"), [("a", "b\r\n")]),
        (form(NAMED + b"\r\n\r\nb", NAMED + b"\r\n\r\nc"), [("a", "b"), ("a", "c")]),
        (form(NAMED.lower() + b"\r\nX-Y: z\r\n\r\nb"), [("a", "b")]),
        (form(b"Content-Disposition:\r\n form-data;\r\n\tname=a\r\n\r\nb"), [("a", "b")]),
        (form(b'Content-Disposition: form-data; name="a\\"\\\\b"\r\n\r\nc'), [('a"\\b', "c")]),
        (form(NAMED + b"; filename*=UTF-8''%C3%BC\r\n\r\nc"), [("a", b"c")]),
        (form(NAMED + b';filename="C:\\dir\\f"\r\n\r\nc'), [("a", b"c")]),
        (b"--x \t\r\n" + NAMED + b"\r\n\r\nb\r\n--x--", [("a", "b")]),
        (b"--x\n" + NAMED + b"\n\nb\r\n--x--", [("a", "b\r")]),
        (form(NAMED + b"\r\n\r\n--x-like\r\n-x"), [("a", "--x-like\r\n-x")]),
    ],
)
def test_forms_are_parsed(data, expected):
    assert read(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"broken",
        b"--x\r\n" + NAMED + b"\r\n\r\nb",
        form(b"\r\nb"),
        form(b"Content-Disposition: form-data\r\n\r\nb"),
        form(b'Content-Disposition: attachment; name="a"\r\n\r\nb'),
        form(b'Content-Disposition: form-data; name="a\r\n\r\nb'),
        form(NAMED + b"; x=" + b"y" * 10_000 + b"\r\n\r\nb"),
        form(*[NAMED + b"\r\n\r\nb"] * 1001),
    ],
)
def test_malformed_forms_are_refused(data):
    with pytest.raises(BadRequest):
        multipart.parse_form(data, TYPE)


@pytest.mark.parametrize("boundary", ["", "; boundary=", '; boundary="', "; boundary=" + "x" * 71])
def test_missing_boundary_is_refused(boundary):
    with pytest.raises(BadRequest):
        multipart.parse_form(b"--x--", "multipart/form-data" + boundary)


def test_invalid_utf_8_is_refused():
    """Seen to fail without the strict decoding."""
    for bad in (NAMED + b"\r\n\r\n\xfc", NAMED.replace(b'"a"', b'"\xfc"') + b"\r\n\r\nb"):
        with pytest.raises(BadRequest, match="UTF-8"):
            multipart.parse_form(form(bad), TYPE)
    with pytest.raises(UnsupportedMediaType):
        multipart.parse_form(
            form(NAMED + b"\r\nContent-Type: text/plain; charset=latin1\r\n\r\nb"), TYPE
        )


HOSTILE = {
    "backslashes": form(NAMED + b'; x="' + b"\\" * 8_000 + b"\r\n\r\nb"),
    "quotes": form(NAMED + b'; x="' + b'\\"' * 4_000 + b"\r\n\r\nb"),
    "semicolons": form(NAMED + b";" * 8_000 + b"=\r\n\r\nb"),
    "blanks": form(NAMED + b";" + b" " * 8_000 + b"x\r\n\r\nb"),
    "no end": b"--x\r\n" + b"a" * MEGABYTE,
    "almost boundaries": b"--x\r\n" + b"\r\n--" * (MEGABYTE // 4),
    "boundaries": b"\r\n--x" * (MEGABYTE // 5),
    "folded": form(NAMED + b"\r\n " * 2_500 + b"\r\n\r\nb"),
    "a long file": form(NAMED + b"; filename=f\r\n\r\n" + b"\r\n--" * (MEGABYTE // 4)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_forms_take_linear_time(name):
    """Seen to fail without `multipart.parse_parameters`, with the parser of Werkzeug 2.3.8."""
    started = time.process_time()
    try:
        multipart.parse_form(HOSTILE[name], TYPE)
    except BadRequest:
        assert name != "a long file"
    assert time.process_time() - started < SECONDS


def test_parameters_of_headers():
    assert multipart.parse_parameters('a/b; Charset="utf-8" ; x=y;; z=""') == {
        "charset": "utf-8",
        "x": "y",
        "z": "",
    }
    assert multipart.parse_parameters("a/b") == {}
    assert re.match("A header", str(_refusal('a/b; x="')))


def _refusal(header):
    with pytest.raises(BadRequest) as caught:
        multipart.parse_parameters(header)
    return caught.value
