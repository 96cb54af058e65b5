"""The tables of error codes and statuses."""

import pytest

from restapi import exceptions
from restapi.error_codes import ERROR_CODES, STATUSES


def tree(error):
    yield error
    for child in error.__subclasses__():
        yield from tree(child)


@pytest.mark.parametrize(
    "error", list(tree(exceptions.RestapiError)), ids=lambda error: error.__name__
)
def test_every_error_has_the_status_of_its_code(error):
    assert error.status == ERROR_CODES[error.code]


def test_every_status_has_a_title():
    assert set(ERROR_CODES.values()) == set(STATUSES)


def test_error_with_unknown_code_can_not_be_defined():
    with pytest.raises(KeyError):
        type("Typo", (exceptions.RestapiError,), {"code": "bad_requets"})


@pytest.mark.parametrize(
    "error", exceptions.RestapiError.__subclasses__(), ids=lambda error: error.__name__
)
def test_errors_of_odoo_and_werkzeug_have_the_same_codes(error):
    assert STATUSES[error.status][1] == error.code


@pytest.mark.parametrize(
    ("status", "title", "code"),
    [
        (413, "Content Too Large", "payload_too_large"),  # Python before 3.13: Request Entity …
        (416, "Range Not Satisfiable", "range_not_satisfiable"),  # … Requested Range …
    ],
)
def test_titles_do_not_depend_on_the_version_of_python(status, title, code):
    assert STATUSES[status] == (title, code)
