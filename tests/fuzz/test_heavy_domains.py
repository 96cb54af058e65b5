"""Domains of extreme depth and width are answered or refused, and never cause a 500."""

import json
import time

import pytest

API = "/restapi/1.0/object/res.partner/search_count"
LEAF = ["name", "=", "x"]
DEEP = [token for _ in range(499) for token in "&|"][:499]

DOMAINS = {
    "alternating and, or": [*DEEP, *[LEAF] * 500],
    "ors": ["|"] * 499 + [LEAF] * 500,
    "nots": ["!"] * 998 + [LEAF],
    "conditions": [LEAF] * 1000,
    "a long list": [["id", "in", list(range(1, 100_000))]],
    "long texts": [["name", "ilike", "%_" * 100_000]],
    "trees": [["parent_id", "child_of", [1, 2, 3]]] * 200,
    "long paths": [["parent_id." * 7 + "name", "=", "x"]] * 20,
}


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=DOMAINS)
def test_heavy_domains(server, http, tokens, domain):
    """http.server answers 4xx to an address that is too long, so long domains are sent as a call only."""
    call = "/restapi/1.0/object/res.partner/search_count"
    start = time.monotonic()
    answer = http.post(call, token=tokens[0], json={"domain": domain})
    assert time.monotonic() - start < 30
    assert answer.status_code < 500, answer.text[:500]
    text = json.dumps(domain)
    if len(text) < 40_000:
        answer = http.get(API, token=tokens[0], params={"domain": text})
        assert answer.status_code < 500, answer.text[:500]
    assert "Traceback" not in server.log_since_mark()
