"""What a cursor is valid for, and what it refuses (docs/reference/objects.rst)."""

import base64

import pytest

from tests.harness.http import HttpClient
from tests.harness.oauth import get_token, make_application
from tests.harness.objects import Objects, ok
from tests.harness.pages import CURSOR, ids_of, next_cursor
from tests.harness.problems import problem
from tests.harness.rpc import OdooClient

SET = "[('ref','=','SET')]"
LIST = {"domain": SET, "order": "name", "limit": 2}
PATH = "res.partner"


def refused(answer, *words, parameter="cursor"):
    body = problem(answer, 400, "invalid_parameter")
    assert body["parameter"] == parameter
    assert all(word in body["detail"] for word in words), body["detail"]
    return body


@pytest.fixture
def cursor(api, companies):
    return next_cursor(api, PATH, **LIST)


def test_what_may_change_between_pages(api, companies, cursor):
    """The fields, the limit, the format, the way in which the domain is written, and the route."""
    assert ids_of(api.get(PATH, **LIST, cursor=cursor)) == companies[2:4]
    assert (
        ids_of(api.get(PATH, **{**LIST, "limit": 3}, cursor=cursor, fields="name"))
        == (companies[2:5])
    )
    in_json = {**LIST, "domain": '[["ref", "=", "SET"]]', "order": " NAME  asc , id".lower()}
    assert ids_of(api.get(f"{PATH}/search", **in_json, cursor=cursor)) == companies[2:4]


def test_another_user(api, employee_api, cursor):
    """Seen to fail without the user in the binding."""
    refused(employee_api.get(PATH, **LIST, cursor=cursor), "another user")
    ok(api.get(PATH, **LIST, cursor=cursor))


def test_another_model(api, companies):
    """Seen to fail without the model in the binding."""
    cursor = next_cursor(api, "res.country", limit=2)
    refused(api.get("res.partner", limit=2, cursor=cursor), "another model")


@pytest.mark.parametrize("domain", ["[]", "[('ref','=','set')]", "[('ref','in',['SET'])]"])
def test_another_domain(api, cursor, domain):
    """Seen to fail without the domain in the binding."""
    refused(api.get(PATH, **{**LIST, "domain": domain}, cursor=cursor), "another domain")


@pytest.mark.parametrize("order", ["", "name desc", "name, id desc", "ref", "ref, name"])
def test_another_order(api, cursor, order):
    """Seen to fail without the order in the binding."""
    refused(api.get(PATH, **{**LIST, "order": order}, cursor=cursor), "another order")


@pytest.mark.parametrize(
    "context",
    ["{'active_test': False}", "{'lang': 'en_US'}", "{'tz': 'UTC'}", "{'x': {1: [2], 'a': 3}}"],
)
def test_another_context(api, cursor, context):
    """Seen to fail without the context in the binding."""
    refused(api.get(PATH, **LIST, context=context, cursor=cursor), "another context")
    begin = next_cursor(api, PATH, **LIST, context=context)
    ok(api.get(PATH, **LIST, context=context, cursor=begin))


def test_another_database(make_server):
    """A copy has the keys of its original, but another UUID. Seen to fail without the database in the
    binding."""
    server = make_server(workers=0)

    def signed_in(client):
        admin = OdooClient(server.url, server.db)
        return Objects(
            client, get_token(client, make_application(admin, admin.uid))["access_token"]
        )

    with HttpClient(server.url) as client:
        cursor = next_cursor(signed_in(client), "res.country", limit=2)
        ok(signed_in(client).get("res.country", limit=2, cursor=cursor))
    uuid = "00000000-0000-4000-8000-000000000000"
    server.sql("UPDATE ir_config_parameter SET value = %s WHERE key = 'database.uuid'", [uuid])
    server.restart()
    with HttpClient(server.url) as client:
        answer = signed_in(client).get("res.country", limit=2, cursor=cursor)
        refused(answer, "another database")


def flipped(cursor, place):
    other = "A" if cursor[place] != "A" else "B"
    return cursor[:place] + other + cursor[place + 1 :]


def test_changed_cursors(api, cursor):
    """Seen to fail without the check of the seal."""
    key_id, _, box = cursor.partition(".")
    for changed in (
        *(flipped(cursor, place) for place in range(0, len(cursor) - 2, 5)),
        *(cursor[:-4], cursor[:-1], cursor + "AAAA", cursor + ".", box, f".{box}", key_id),
        *(cursor.upper(), f"{key_id}.{box[::-1]}"),
    ):
        refused(api.get(PATH, **LIST, cursor=changed), "not a cursor of this server")


def test_a_cursor_says_nothing(api, cursor, companies):
    """Seen to fail without the encryption."""
    box = cursor.partition(".")[2]
    plain = base64.urlsafe_b64decode(box + "=" * (-len(box) % 4))
    assert b"Company" not in plain
    assert b"cursor" not in plain


@pytest.mark.parametrize(
    "sent",
    [
        *("x", "0", "None", "[]", "['a']", "{'a': 1}", "é", "日本.😀", "%00", "a" * 3000),
        *("868880d35237.", "868880d35237.====", "868880d35237.gAAAAA", "' OR 1=1", "../x"),
    ],
)
def test_other_values(api, companies, sent):
    refused(api.get(PATH, **LIST, cursor=sent))


def test_long_and_repeated_values(api, http, companies, cursor):
    problem(api.get(PATH, **LIST, cursor="a" * 10_000), 400, "invalid_parameter")
    url = f"/restapi/1.0/object/{PATH}?limit=2&cursor={cursor}&cursor="
    problem(http.get(url, token=api.token), 400)


@pytest.mark.parametrize("blank", ["", " ", '""', "''"])
def test_blank_values_begin(api, companies, blank):
    assert ids_of(api.get(PATH, **LIST, cursor=blank)) == companies[:2]


def test_what_no_cursor_goes_with(api, companies, cursor):
    for path, other in (
        (PATH, {"offset": 1}),
        (f"{PATH}/search", {"offset": 1}),
        (PATH, {"ids": companies}),
        (PATH, {"count": True}),
        (f"{PATH}/search", {"count": True}),
    ):
        for value in ("", cursor):
            refused(api.get(path, **{**LIST, **other}, cursor=value), *other)


@pytest.mark.parametrize(
    "order",
    [
        *("country_id", "name, country_id desc", "create_uid", "commercial_company_name_x"),
        *("category_id", "title", "write_date, state_id"),
    ],
)
def test_orders_that_no_cursor_can_continue(api, companies, order):
    for path in (PATH, f"{PATH}/search"):
        problem(api.get(path, order=order, cursor="", limit=2), 400)


def test_the_message_names_what_can_be_sorted_by(api, companies):
    """As far as they fit."""
    detail = refused(api.get(PATH, order="country_id", cursor=""), parameter="order")["detail"]
    assert "'country_id' is none" in detail
    assert "'create_date'" in detail or "'active'" in detail


def test_translated_and_inherited_fields(api, odoo):
    """Seen to fail without the checks for translated and inherited fields."""
    refused(api.get("res.country.group", order="name", cursor=""), parameter="order")
    refused(api.get("res.users", order="name", cursor=""), parameter="order")
    assert ids_of(api.get("res.users", order="login", cursor=""))


def test_a_field_that_the_caller_may_not_read(api, employee_api, has, companies):
    """Nor does the message name it. Seen to fail without the caller's rights in the list of names."""
    field = "signup_token" if has("signup_token") else "signup_type"
    for path in (PATH, f"{PATH}/search"):
        problem(employee_api.get(path, order=field, cursor=""), 403, "access_error")
    detail = refused(employee_api.get(PATH, order="country_id", cursor=""), parameter="order")
    assert field not in detail["detail"]


def test_values_that_are_too_long(api, odoo):
    """A header has no room for them."""
    made = [
        odoo.create("res.partner", {"name": "Long", "function": text, "ref": "LONG"})
        for text in ("a" * 1000, "b" * 1600, "c")
    ]
    given = {"domain": "[('ref','=','LONG')]", "order": "function", "limit": 1}
    cursor = next_cursor(api, PATH, **given)
    refused(api.get(PATH, **given, cursor=cursor), "too long", parameter="order")
    assert ids_of(api.get(PATH, **{**given, "limit": 2}, cursor=cursor)) == made[1:]
    assert len(cursor) < 3000


def test_replaced_keys_still_open(make_server):
    """And lost ones don't."""
    first = make_server(workers=0, env={"RESTAPI_SECRET_KEY": "a" * 40})
    admin = OdooClient(first.url, first.db)
    with HttpClient(first.url) as client:
        application = make_application(admin, admin.uid)
        token = get_token(client, application)["access_token"]
        cursor = next_cursor(Objects(client, token), "res.country", limit=2)
    both = make_server(
        db=first.db, workers=0, env={"RESTAPI_SECRET_KEY": "b" * 40 + "," + "a" * 40}
    )
    with HttpClient(both.url) as client:
        answer = Objects(client, token).get("res.country", limit=2, cursor=cursor)
        assert len(ids_of(answer)) == 2
        assert answer.headers[CURSOR].partition(".")[0] != cursor.partition(".")[0]
        newer = answer.headers[CURSOR]
    with HttpClient(first.url) as client:  # as if the new key were lost
        answer = Objects(client, token).get("res.country", limit=2, cursor=newer)
        refused(answer, "not a cursor of this server")
