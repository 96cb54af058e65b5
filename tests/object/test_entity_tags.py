"""Entity tags of single records: what one has seen is what one changes (docs/reference/requests.rst)."""

import base64
import json
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token
from tests.harness.oauth1 import Consumer
from tests.harness.objects import API, Objects, ok
from tests.harness.problems import problem

FIELDS = "name,city"


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Tagged", "city": "Namur", "ref": "T1"})


def tag(answer):
    assert answer.status_code in (200, 201), answer.text
    return answer.headers["ETag"]


def put(api, partner, if_match, **vals):
    return api.put(
        f"res.partner/{partner}",
        json={"vals": vals or {"city": "Liège"}, "fields": ["city"]},
        headers={"If-Match": if_match},
    )


def test_reading_again_costs_a_304(api, odoo, partner):
    one = f"res.partner/{partner}?fields={FIELDS}"
    answer = api.get(one)
    known = tag(answer)
    assert not known.startswith("W/")
    assert answer.headers["Cache-Control"] == "private, no-cache, no-transform"
    vary = {name.strip() for name in answer.headers["Vary"].split(",")}
    assert vary >= {"Authorization", "Accept", "Prefer"}
    for _ in range(4):  # each of the workers gets some
        again = api.get(one, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
    odoo.write("res.partner", partner, {"city": "Liège"})
    changed = api.get(one, headers={"If-None-Match": known})
    assert ok(changed)["Contact"]["city"] == "Liège"
    assert tag(changed) != known


def test_a_change_of_what_was_seen(api, odoo, partner):
    """Seen to fail without the refusal."""
    known = tag(api.get(f"res.partner/{partner}?fields={FIELDS}"))
    ok(put(api, partner, known))
    problem(put(api, partner, known, city="Mons"), 412, "precondition_failed")
    assert odoo.read("res.partner", partner, ["city"])["city"] == "Liège"


def test_the_refusal_has_the_current_tag(api, odoo, partner):
    known = tag(api.get(f"res.partner/{partner}?fields={FIELDS}"))
    odoo.write("res.partner", partner, {"city": "Mons"})
    refused = put(api, partner, known)
    problem(refused, 412, "precondition_failed")
    assert refused.headers["ETag"] == tag(api.get(f"res.partner/{partner}?fields={FIELDS}"))
    ok(put(api, partner, refused.headers["ETag"]))


def test_a_tag_guards_its_own_fields_only(api, odoo, partner):
    known = tag(api.get(f"res.partner/{partner}?fields={FIELDS}"))
    odoo.write("res.partner", partner, {"ref": "T2"})
    ok(put(api, partner, known))


def test_computed_and_related_values_count(api, odoo, partner):
    """Seen to fail without the refusal."""
    country = odoo.create("res.country", {"name": "Tagland", "code": "T9"})
    odoo.write("res.partner", partner, {"country_id": country})
    computed = tag(api.get(f"res.partner/{partner}?fields=display_name"))
    nested = tag(api.get(f"res.partner/{partner}?fields=country_id.name"))
    odoo.write("res.partner", partner, {"name": "Renamed"})
    odoo.write("res.country", country, {"name": "Taglandia"})
    problem(put(api, partner, computed), 412, "precondition_failed")
    problem(put(api, partner, nested), 412, "precondition_failed")


def test_all_fields(api, odoo, partner):
    known = tag(api.get(f"res.partner/{partner}"))
    ok(put(api, partner, known))
    problem(put(api, partner, known), 412, "precondition_failed")


def test_writes_with_a_tag(api, odoo, partner):
    made = api.post("res.partner?fields=name", json={"vals": {"name": "Made"}})
    record = ok(made)["Contact"]["id"]
    # some versions of Werkzeug put the address of the server in front
    assert made.headers["Location"].endswith(f"/restapi/1.0/object/res.partner/{record}")
    ok(put(api, record, tag(made)))
    patched = api.patch(f"res.partner/{record}", json={"vals": {"name": "P"}, "fields": ["name"]})
    assert "ETag" not in put(api, record, tag(patched)).headers
    assert "ETag" not in api.get(f"res.partner?ids={record}").headers


def test_each_route_of_one_record(api, odoo, partner, vals_argument):
    """Seen to fail without the refusal."""
    one = f"res.partner/{partner}"
    known = tag(api.get(f"{one}?fields={FIELDS}"))
    odoo.write("res.partner", partner, {"city": "Mons"})
    headers, vals = {"If-Match": known}, {"city": "Gand"}
    for answer in (
        api.put(one, json={"vals": vals}, headers=headers),
        api.patch(one, json={"vals": vals}, headers=headers),
        api.delete(one, headers=headers),
        api.post(f"{one}/write", json={vals_argument: vals}, headers=headers),
    ):
        problem(answer, 412, "precondition_failed")
    assert odoo.read("res.partner", partner, ["city"])["city"] == "Mons"
    headers = {"If-Match": tag(api.get(f"{one}?fields={FIELDS}"))}
    ok(api.post(f"{one}/write", json={vals_argument: {"ref": "T3"}}, headers=headers))
    ok(api.delete(one, headers=headers))


def test_any_version_of_a_record_that_is_there(api, partner):
    ok(put(api, partner, "*"))
    problem(put(api, 999999, "*"), 404, "unknown_record")


@pytest.mark.parametrize("other", ['"x"', '"x", "y"', '""', '"e30.e30"', 'W/"x"'])
def test_tags_of_others_never_match(api, partner, other):
    """Seen to fail without the refusal."""
    problem(put(api, partner, other), 412, "precondition_failed")


def test_lists_of_tags_and_weak_ones(api, partner):
    known = tag(api.get(f"res.partner/{partner}?fields={FIELDS}"))
    problem(put(api, partner, f"W/{known}"), 412, "precondition_failed")
    ok(put(api, partner, f'"x" , {known},W/"y"', ref="T4"))


@pytest.mark.parametrize("header", ["x", '"x', "*, *", '"x" "y"', ",", '"x",'])
def test_malformed_headers(api, partner, header):
    problem(put(api, partner, header), 400, "invalid_parameter")


def test_too_many_tags(api, partner):
    problem(put(api, partner, ",".join(['"x"'] * 21)), 400, "invalid_parameter")


def forged(known, names=None, context=None):
    """The tag with another list of fields or another context, whose HMAC is therefore wrong."""
    head, _, mac = known.strip('"').rpartition(".")
    packed = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))
    version, old_names, old_context, form = json.loads(zlib.decompress(packed))
    view = [version, names or old_names, context or old_context, form]
    again = base64.urlsafe_b64encode(zlib.compress(json.dumps(view).encode())).decode()
    return f'"{again.rstrip("=")}.{mac}"'


def test_a_forged_tag_tells_nothing(api, employee_api, has, odoo, partner):
    """Seen to fail without the user in the HMAC."""
    field = "signup_token" if has("signup_token") else "signup_type"
    known = tag(employee_api.get(f"res.partner/{partner}?fields=name"))
    problem(put(employee_api, partner, forged(known, ["name", field])), 403, "access_error")
    problem(put(api, partner, forged(known, ["nope"])), 412, "precondition_failed")
    problem(put(api, partner, known), 412, "precondition_failed")  # another user's
    refused = put(api, partner, forged(known, context={"restapi_x": 1}))
    problem(refused, 412, "precondition_failed")


def test_language_and_form_have_tags_of_their_own(api, odoo, partner):
    one = f"res.partner/{partner}?fields=name"
    tags = [
        tag(api.get(one)),
        tag(api.get(one, headers={"Prefer": "keys=model"})),
        tag(api.get(one + "&context={'lang':'en_US'}")),
        tag(api.get(f"res.partner/{partner}?fields=id,name")),
    ]
    assert len(set(tags)) == len(tags)
    for known in tags:
        ok(put(api, partner, known))


def test_without_the_scope_to_read(http, odoo, token_of, partner):
    """Seen to fail without the check of the scope."""
    writer = Objects(http, token_of(odoo.uid, "write create"))
    made = writer.post("res.partner", json={"vals": {"name": "Blind"}})
    assert "ETag" not in made.headers
    assert problem(put(writer, partner, '"x"'), 403, "insufficient_scope")["scope"] == "read"
    ok(writer.put(f"res.partner/{partner}", json={"vals": {"ref": "T5"}}))


def test_one_of_many_at_once(server, admin_token, api, odoo, partner):
    """Sixteen clients with the same tag: one changes the record."""
    known = tag(api.get(f"res.partner/{partner}?fields={FIELDS}"))

    def change(number):
        with HttpClient(server.url) as http:
            return put(
                Objects(http, admin_token), partner, known, city=f"City {number}"
            ).status_code

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(change, range(16)))
    assert sorted(statuses) == [200] + [412] * 15


@pytest.fixture
def strict(http, register):
    """The client of an application that must send If-Match."""
    token = get_token(http, register(requires_if_match=True))["access_token"]
    return Objects(http, token)


def test_an_application_that_must_send_one(strict, odoo, partner, vals_argument):
    """Seen to fail without the requirement."""
    one, vals = f"res.partner/{partner}", {"ref": "strict"}
    known = tag(strict.get(f"{one}?fields={FIELDS}"))
    for answer in (
        strict.put(one, json={"vals": vals}),
        strict.patch(one, json={"vals": vals}),
        strict.delete(one),
        strict.post(f"{one}/write", json={vals_argument: vals}),
        strict.post("res.partner/write", json={"ids": [partner], vals_argument: vals}),
        strict.put("res.partner", json={"ids": [partner], "vals": vals}),
        strict.patch("res.partner", json={"ids": [partner], "vals": vals}),
        strict.delete(f"res.partner?ids={partner}"),
        strict.put("res.partner?match=name", json={"vals": {"name": "Nobody else"}}),
        strict.patch("res.country/by/base.be", json={"vals": {"phone_code": 32}}),
    ):
        problem(answer, 428, "precondition_required")
    assert odoo.read("res.partner", partner, ["ref"])["ref"] == "T1"
    for answer in (
        strict.post("res.partner", json={"vals": {"name": "New"}, "fields": ["name"]}),
        strict.post(f"{one}/read", json={"fields": ["name"]}),
        strict.post("res.partner/name_create", json={"name": "New, too"}),
        strict.put(one, json={"vals": vals}, headers={"If-Match": known}),
    ):
        ok(answer)


def test_a_signed_request_that_must_send_one(http, register, partner):
    """Seen to fail without the requirement."""
    consumer = Consumer(http, register(requires_if_match=True))
    form = {"vals": repr({"ref": "x"})}
    answer = consumer.send("PUT", f"{API}/res.partner/{partner}", consumer.authorized(), data=form)
    problem(answer, 428, "precondition_required")
