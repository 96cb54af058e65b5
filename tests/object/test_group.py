"""The domain of each group finds exactly its records (docs/reference/groups.rst)."""

from typing import Any

import pytest

from tests.harness.http import HttpClient
from tests.harness.objects import Objects, ok

MODEL = "res.partner"
REF = "GROUPED"
BRUSSELS = {"tz": "Europe/Brussels"}
# Around both changes of the clocks, midnights of Brussels, the turn of the year, and one without a time.
MOMENTS = [
    "2026-03-28 22:59:59",
    "2026-03-28 23:00:00",
    "2026-03-29 00:30:00",
    "2026-03-29 01:30:00",
    "2026-03-29 21:59:59.999999",
    "2026-03-29 22:00:00",
    "2026-10-24 22:00:00",
    "2026-10-25 00:30:00",
    "2026-10-25 01:30:00",
    "2026-10-25 22:59:59",
    "2026-10-25 23:00:00",
    "2026-10-31 22:59:59",
    "2026-10-31 23:00:00",
    "2026-12-31 22:30:00",
    "2026-12-31 23:30:00",
    None,
]
COUNT = 32


@pytest.fixture(scope="module")
def client(server, admin_token):
    with HttpClient(server.url) as http:
        yield Objects(http, admin_token)


@pytest.fixture(scope="module")
def tags(odoo):
    """Two tags, and one that is archived."""
    made = [odoo.create("res.partner.category", {"name": f"Group {n}"}) for n in range(3)]
    odoo.write("res.partner.category", made[2], {"active": False})
    return made


@pytest.fixture(scope="module")
def partners(odoo, server, tags, decimal):
    """Partners with all combinations that matter, and values that Odoo itself would not store."""
    countries = [odoo.ref("base.be"), odoo.ref("base.fr"), False]
    made = []
    for n in range(COUNT):
        chosen = [[], tags[:1], tags[:2], tags[2:], [tags[0], tags[2]]][n % 5]
        vals = {
            "name": f"Grouped {n:02}",
            "ref": REF,
            "is_company": n % 2 == 0,
            "country_id": countries[n % 3],
            "category_id": [(6, 0, chosen)],
            "color": n % 4,
            "type": ["contact", "invoice", "other"][n % 3],
            "zip": ["1000", "2000", False][n % 3],
            "city": "Zoë" if n % 2 else False,
            "street": ["Rue d'Arenberg 5%", 'a "b" \\c', False][n % 3],
            decimal: [0.1, 2.5, -3, 0][n % 4],
            "active": n != 31,
        }
        made.append(odoo.create(MODEL, vals))
        server.sql(
            "UPDATE res_partner SET create_date = %s WHERE id = %s",
            [MOMENTS[n % len(MOMENTS)], made[-1]],
        )
    server.sql(f"UPDATE res_partner SET color = NULL, {decimal} = NULL WHERE id = %s", made[4:5])
    server.sql("UPDATE res_partner SET city = '', is_company = NULL WHERE id = %s", made[6:7])
    return made


DOMAIN = [("ref", "=", REF)]


def groups(client: Objects, **params: Any) -> Any:
    return ok(client.get(f"{MODEL}/group", **{"domain": DOMAIN, **params}))["groups"]


def searched(client: Objects, group: Any, **params: Any) -> list[int]:
    [ids] = ok(client.get(f"{MODEL}/search", domain=group["domain"], **params)).values()
    return sorted(ids)


BY = [
    ["country_id"],
    ["category_id"],
    ["is_company"],
    ["type"],
    ["color"],
    ["zip"],
    ["city"],
    ["street"],
    ["name"],
    ["id"],
    ["decimal"],
    ["country_id", "category_id", "color"],
    ["category_id", "create_date:quarter", "is_company"],
    *([f"create_date:{name}"] for name in ("hour", "day", "week", "month", "quarter", "year")),
    ["create_date"],
    ["create_date:year", "create_date:day"],
    [],
]


@pytest.mark.parametrize("context", [{}, BRUSSELS, {"active_test": False, **BRUSSELS}], ids=str)
@pytest.mark.parametrize("by", BY, ids=lambda by: "-".join(by) or "all")
def test_the_domain_of_a_group_finds_its_records(client, partners, decimal, by, context):
    by = [decimal if name == "decimal" else name for name in by]
    found = groups(client, by=by, context=context, aggregates=["__count", "id:min", "id:max"])
    all_ids = partners if "active_test" in context else partners[:-1]
    reached = []
    for group in found:
        ids = searched(client, group, context=context)
        assert len(ids) == group["values"]["__count"], group
        assert [ids[0], ids[-1]] == [group["values"]["id:min"], group["values"]["id:max"]], group
        reached += ids
        assert list(group["by"]) == by
    assert set(reached) == set(all_ids)
    if "category_id" not in by:
        assert len(reached) == len(all_ids)
    assert len({repr(group["by"]) for group in found}) == len(found)
