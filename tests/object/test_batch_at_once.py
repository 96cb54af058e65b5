"""POST /batch: neighbouring requests that create records are done by one `create` of Odoo's."""

import pytest

from tests.harness.batch import create, send, statuses
from tests.harness.objects import ok
from tests.harness.problems import problem

TAG = "res.partner.category"


def tag(name, **members):
    return create({"name": name}, path=f"/object/{TAG}", **members)


@pytest.fixture
def subtransactions(server, name):
    """Counts those that made the tags of this test: each request that is run by itself has one."""

    def count():
        query = f"SELECT count(DISTINCT xmin::text) FROM {TAG.replace('.', '_')} WHERE color = 7"
        [[number]] = server.sql(query)
        return number

    server.sql("UPDATE res_partner_category SET color = 0")
    return count


@pytest.mark.parametrize("is_atomic", [True, False])
def test_each_has_the_answer_that_it_would_get_alone(api, name, is_atomic):
    sent = [tag(f"{name} {number}", id=f"t{number}") for number in range(5)]
    together = ok(send(api, *sent, atomic=is_atomic))["responses"]
    assert [part["id"] for part in together] == ["t0", "t1", "t2", "t3", "t4"]
    for number, part in enumerate(together):
        alone = ok(send(api, tag(f"{name} {number} alone")))["responses"][0]
        assert alone["headers"].keys() == part["headers"].keys()
        assert alone["body"][TAG].keys() == part["body"][TAG].keys()
        record = part["body"][TAG]
        assert record["name"] == f"{name} {number}"
        assert part["headers"]["Location"].endswith(f"/{TAG}/{record['id']}")
        known = {
            "If-None-Match": part["headers"]["ETag"],
            "Accept-Encoding": "identity",
            "Prefer": "keys=model",
        }
        assert api.get(f"{TAG}/{record['id']}", headers=known).status_code == 304
    made = [part["body"][TAG]["id"] for part in together]
    assert made == sorted(set(made))


def test_neighbours_are_one_subtransaction(api, name, subtransactions):
    """Seen to fail when each is created by itself."""
    sent = [create({"name": f"{name} {n}", "color": 7}, path=f"/object/{TAG}") for n in range(5)]
    assert statuses(send(api, *sent, atomic=False)) == [200] * 5
    assert subtransactions() == 1
    parent = {"name": f"{name} child", "color": 7, "parent_id": {"$result": "a"}}
    sent[4] = {**sent[4], "id": "a"}
    assert (
        statuses(send(api, *sent, create(parent, path=f"/object/{TAG}"), atomic=False)) == [200] * 6
    )
    assert subtransactions() == 3


def test_one_that_fails_leaves_the_others(api, odoo, name):
    """The ones before and after it are created, once."""
    names = [name, f"{name} 1", False, f"{name} 2"]
    sent = [tag(one, id=f"t{place}") for place, one in enumerate(names)]
    child = create({"name": f"{name} child", "parent_id": {"$result": "t3"}}, path=f"/object/{TAG}")
    orphan = create({"name": name, "parent_id": {"$result": "t2"}}, path=f"/object/{TAG}")
    answer = send(api, *sent, child, orphan, atomic=False)
    found = statuses(answer)
    assert found[2] >= 400
    assert [*found[:2], *found[3:]] == [200, 200, 200, 200, 424]
    assert len(odoo.search(TAG, [("name", "like", name)])) == 4


def test_one_that_fails_is_named(api, odoo, name):
    sent = [tag(name), tag(f"{name} 1", id="a"), tag(f"{name} 2", id="b")]
    sent[2]["body"]["vals"]["color"] = "red"
    body = problem(send(api, *sent), 400, "invalid_parameter")
    assert body["failed"] == "b"
    assert "color" in body["detail"]
    sent[2]["body"]["vals"] = {"name": name, "parent_id": {"$result": "a#/nothing"}}
    sent.insert(2, {"method": "GET", "path": f"/object/{TAG}?limit=1"})
    assert problem(send(api, *sent), 400, "bad_request")["failed"] == "b"
    assert not odoo.search(TAG, [("name", "like", name)])


def test_preferences_hold_for_the_group(api, name):
    sent = [tag(f"{name} {n}", headers={"Prefer": "keys=model"}) for n in range(2)]
    for part in ok(send(api, *sent))["responses"]:
        assert part["headers"]["Preference-Applied"] == "keys=model"
