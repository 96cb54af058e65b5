"""Pages of a list by a cursor: nothing is missed or doubled (docs/reference/objects.rst)."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.harness.http import HttpClient
from tests.harness.objects import Objects
from tests.harness.pages import CURSOR, all_ids, ids_of, next_cursor, pages
from tests.harness.statements import log_statements, recorded

MODEL = "x_page"
FIELDS = {
    "x_char": "char",
    "x_text": "text",
    "x_whole": "integer",
    "x_float": "float",
    "x_day": "date",
    "x_time": "datetime",
    "x_flag": "boolean",
    "x_partner_id": "many2one",
    "x_translated": "char",
    "x_tag_ids": "many2many",
}
INSERT = """
    INSERT INTO x_page (x_char, x_text, x_whole, x_float, x_day, x_time, x_flag)
    VALUES (%s, %s, %s, %s, %s, %s, %s) RETURNING id
"""
FEW = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)

TEXTS = st.sampled_from(
    [
        *("", "a", "A", "b", "B", "ä", "Ä", "a b", "ab", "a-b", "é", "z", "Z", "ß", "ss", "日本"),
        *("😀", "%s", "'", '"', "\\", "{table}", " a", "a ", "10", "9"),
    ]
)
# Equal values, NULL, and times that differ by microseconds only.
ROWS = st.tuples(
    st.none() | TEXTS,
    st.none() | TEXTS,
    st.none() | st.integers(-2, 2) | st.sampled_from([-(2**31), 2**31 - 1]),
    st.none()
    | st.sampled_from([0.1, 0.1 + 2**-55, 0.30000000000000004, 0.3, -0.0, 0.0, 1e300, 5e-324])
    | st.sampled_from([float("inf"), float("-inf"), float("nan")]),
    st.none() | st.sampled_from(["2024-02-29", "0001-01-01", "9999-12-31", "2024-03-01"]),
    st.none()
    | st.sampled_from(
        ["2024-02-29 12:00:00", "2024-02-29 12:00:00.000001", "2024-02-29 12:00:00.999999"]
    ),
    st.none() | st.booleans(),
)
TERMS = st.tuples(
    st.sampled_from([name for name in FIELDS if name[2:] in "char text whole float day time flag"]),
    st.sampled_from(["", " asc", " desc"]),
    st.sampled_from(["", " nulls first", " nulls last"]),
)
ORDERS = st.lists(TERMS, max_size=3, unique_by=lambda term: term[0])
IDS = st.sampled_from(["", "id", "id desc"])


@pytest.fixture(scope="module")
def model(odoo):
    """A model with a column of each type."""
    model = odoo.create("ir.model", {"name": "Page", "model": MODEL, "state": "manual"})
    for name, kind in FIELDS.items():
        vals = {"model_id": model, "name": name, "ttype": kind, "state": "manual"}
        if kind in ("many2one", "many2many"):
            vals["relation"] = "res.partner"
        odoo.create("ir.model.fields", {**vals, "translate": name == "x_translated"})
    access = {"name": "all", "model_id": model, "perm_read": True, "group_id": False}
    odoo.create("ir.model.access", access)
    yield model
    odoo.unlink("ir.model", model)


@pytest.fixture
def table(server, model):
    """`table(rows)`: the ids of the only rows of the model, without the ORM, which cuts microseconds."""

    def fill(rows):
        server.sql("DELETE FROM x_page")
        return [server.sql(INSERT, row)[0][0] for row in rows]

    return fill


def in_sql(terms, ids):
    """The ORDER BY that the terms mean."""
    words = [
        f"COALESCE({name}, FALSE){direction}" if name == "x_flag" else f"{name}{direction}{nulls}"
        for name, direction, nulls in terms
    ]
    last = " desc" if terms and terms[-1][1] == " desc" else ""
    return ", ".join([*words, ids or "id" + last])


def chosen(has, terms):
    """The terms, without what the series has not."""
    if has("nulls first and last in orders"):
        return terms
    return [(name, direction, "") for name, direction, _nulls in terms]


def given_order(terms, ids):
    return ", ".join([*("".join(term) for term in terms), *([ids] if ids else [])])


def found_in_sql(server, order):
    return [row for (row,) in server.sql(f"SELECT id FROM x_page ORDER BY {order}")]


@FEW
@given(
    rows=st.lists(ROWS, max_size=9),
    terms=ORDERS,
    ids=IDS,
    limit=st.integers(1, 4),
    path=st.sampled_from([MODEL, f"{MODEL}/search"]),
)
def test_the_pages_together_are_the_list(server, api, has, table, rows, terms, ids, limit, path):
    """With equal values, NULL, microseconds, floats and texts as the database sorts them."""
    table(rows)
    terms = chosen(has, terms)
    order = given_order(terms, ids)
    found = list(pages(api, path, limit=limit, order=order))
    assert [record for page in found for record in page] == found_in_sql(server, in_sql(terms, ids))
    assert all(len(page) == limit for page in found[:-1])


CHANGES = st.lists(
    st.tuples(st.sampled_from(["insert", "delete"]), st.integers(0, 20), ROWS), max_size=6
)


@FEW
@given(
    staying=st.lists(ROWS, max_size=7),
    going=st.lists(ROWS, max_size=4),
    changes=CHANGES,
    terms=ORDERS,
    limit=st.integers(1, 3),
)
def test_others_come_and_go(server, api, has, table, staying, going, changes, terms, limit):
    """Those that stay all the time come exactly once, and nothing comes twice."""
    terms = chosen(has, terms)
    stay = set(table(staying))
    others = [server.sql(INSERT, row)[0][0] for row in going]
    left = list(changes)

    def change():
        if not left:
            return
        what, number, row = left.pop()
        if what == "insert":
            others.append(server.sql(INSERT, row)[0][0])
        elif others:
            server.sql("DELETE FROM x_page WHERE id = %s", [others.pop(number % len(others))])

    order = given_order(terms, "")
    found = all_ids(api, f"{MODEL}/search", change, limit=limit, order=order)
    assert len(found) == len(set(found))
    in_order = found_in_sql(server, in_sql(terms, ""))
    expected = [record for record in in_order if record in stay]
    assert [record for record in found if record in stay] == expected


def test_the_last_record_of_a_page_is_deleted(server, api, table):
    made = table([["a", None, None, None, None, None, None]] * 4)
    cursor = next_cursor(api, MODEL, limit=2, order="x_char")
    server.sql("DELETE FROM x_page WHERE id = %s", [made[1]])
    assert ids_of(api.get(MODEL, limit=2, order="x_char", cursor=cursor)) == made[2:]


def test_without_an_order_by_id_and_without_a_limit_a_thousand(api, odoo, table, server):
    table([])
    server.sql("INSERT INTO x_page (x_whole) SELECT -n FROM generate_series(1, 1001) AS n")
    made = found_in_sql(server, "id")
    for path in (MODEL, f"{MODEL}/search"):
        found = list(pages(api, path))
        assert found == [made[:1000], made[1000:]]
    assert ids_of(api.get(f"{MODEL}/search", cursor="", limit=0)) == []
    assert list(pages(api, MODEL, limit=0)) == [[]]


@pytest.mark.parametrize("accept", ["application/x-ndjson", "text/csv"])
def test_streamed_pages(server, api, table, accept):
    table([])
    server.sql(
        "INSERT INTO x_page (x_char, x_whole) SELECT n % 7, n FROM generate_series(1, 1300) AS n"
    )
    given = {"order": "x_char", "limit": 1200, "fields": "x_text", "headers": {"Accept": accept}}
    first = api.get(MODEL, cursor="", **given)
    second = api.get(MODEL, cursor=first.headers[CURSOR], **given)
    assert "Content-Length" not in first.headers
    assert (first.headers["X-Record-Count"], second.headers["X-Record-Count"]) == ("1200", "100")
    assert CURSOR not in second.headers
    pattern = r'"id": ?(\d+)' if "json" in accept else r"^(\d+),"
    seen = re.findall(pattern, first.text + "\n" + second.text, re.MULTILINE)
    assert list(map(int, seen)) == found_in_sql(server, "x_char, id")


def test_no_statement_skips_records(server, api, table, make_server):
    """PostgreSQL would have to read them first."""
    table([[text, None, None, None, None, None, None] for text in "aabbccdd"])
    log_statements(server)
    other = make_server(db=server.db, workers=0)  # whose connections are new
    try:
        with HttpClient(other.url) as http, recorded(other) as statements:
            client = Objects(http, api.token)
            for order in ("", "x_char", "x_char desc, x_whole"):
                for path in (MODEL, f"{MODEL}/search"):
                    assert len(all_ids(client, path, limit=3, order=order)) == 8
    finally:
        server.sql(f'ALTER DATABASE "{server.db}" RESET log_statement')
    searches = [text for text in statements if 'FROM "x_page"' in text and "ORDER BY" in text]
    assert len(searches) >= 18
    assert not [text for text in searches if "OFFSET" in text.upper()]
