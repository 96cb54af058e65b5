"""Preconditions on requests that write (RFC 9110 §13)."""

import pytest

from restapi.exceptions import PreconditionUnsupported
from restapi.rest.request import preconditions
from tests.harness.request import make_request


@pytest.mark.parametrize("header", ["If-Match", "if-none-match", "If-Unmodified-Since"])
def test_unsupported_preconditions_are_refused(header):
    with pytest.raises(PreconditionUnsupported) as refusal:
        preconditions.refuse_unsupported(make_request(headers={header: "*"}))
    assert refusal.value.status == 412


@pytest.mark.parametrize("header", ["If-Modified-Since", "If-Range", "Range"])
def test_preconditions_for_reads_are_ignored(header):
    preconditions.refuse_unsupported(make_request(headers={header: "x"}))
