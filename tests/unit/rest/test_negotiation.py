"""Content negotiation (RFC 9110 §12.5.1) and preferences (RFC 7240)."""

import pytest

from restapi.exceptions import NotAcceptable
from restapi.rest.request import negotiation
from restapi.rest.request.negotiation import CSV, JSON, NDJSON
from tests.harness.request import make_request

OFFERED = [JSON, NDJSON, CSV]


def accepting(text: str):
    return make_request(headers={"Accept": text})


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/*", CSV),
        ("text/csv;charset=utf-8", CSV),
        ("text/csv;q=0.5, application/x-ndjson", NDJSON),
        ("text/csv;q=.2, application/json;q=.1", CSV),  # as Java's HTTP client writes it
        ("text/html, image/gif, *; q=.2, */*; q=.2", JSON),
        ("application/json;q=0, */*", NDJSON),
    ],
)
def test_preferred_type_is_chosen(accept, chosen):
    assert negotiation.choose(accepting(accept), OFFERED) == chosen


@pytest.mark.parametrize("accept", ["text/html", "application/json;q=0", "nonsense"])
def test_unacceptable_types_are_refused(accept):
    with pytest.raises(NotAcceptable) as refusal:
        negotiation.choose(accepting(accept), [JSON])
    assert refusal.value.members["offered"] == [JSON]


def test_type_is_not_negotiated_before_the_content_is_known():
    assert negotiation.choose(accepting("image/png"), [negotiation.ANY]) == negotiation.ANY


@pytest.mark.parametrize(
    ("accept", "has_it"),
    [
        ("text/csv;bom=1", True),
        ("text/csv; charset=utf-8; BOM = 1", True),
        ("application/json, text/csv;bom=1", True),
        ("text/csv;bom=0", False),
        ("application/json;bom=1", False),
        ("", False),
    ],
)
def test_parameter_of_a_type(accept, has_it):
    assert negotiation.has_parameter(accepting(accept), CSV, "bom=1") is has_it


@pytest.mark.parametrize(
    ("prefer", "preferences"),
    [
        ("", {""}),
        ("count=exact", {"count=exact"}),
        ("Count = Exact, keys=model", {"count=exact", "keys=model"}),
        ("return=minimal; count=exact", {"return=minimal", "count=exact"}),
    ],
)
def test_preferences(prefer, preferences):
    request = make_request(headers={"Prefer": prefer})
    assert negotiation.preferences(request) == preferences
