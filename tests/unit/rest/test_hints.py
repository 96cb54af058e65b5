"""Hints for requests that match no route."""

import pytest

from restapi.rest.transport import hints


@pytest.mark.parametrize(
    ("method", "path", "word"),
    [
        ("GET", "object/res.partner/search_read", "GET /object/res.partner with"),
        ("HEAD", "object/res.partner/web_read", "GET /object/res.partner with"),
        ("GET", "object/res.partner/base.main_partner", "numeric id"),
        ("GET", "object/res.partner/action_archive", "POST"),
    ],
)
def test_hint_for_method(method, path, word):
    assert word in hints.for_method(method, path.split("/"))


@pytest.mark.parametrize(
    ("method", "path"),
    [("POST", "object/res.partner/x"), ("GET", "object/res.partner"), ("GET", "report/a/b")],
)
def test_no_hint_for_method(method, path):
    assert hints.for_method(method, path.split("/")) == ""


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("objects/res.partner", " Did you mean 'object'?"),
        ("reports", " Did you mean 'report'?"),
        ("object/x/y/z", ""),
        ("xyz", ""),
        ("", ""),
    ],
)
def test_hint_for_path(path, hint):
    assert hints.for_path(path.split("/")) == hint
