"""Malformed domains, and conditions that Odoo would misread, are refused (docs/reference/requests.rst)."""

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem

ROUTES = ["res.partner/search", "res.partner/search_count", "res.partner"]
LITERALLY = "conditions taken literally"

MALFORMED = [
    "[",
    "x",
    "5",
    "{}",
    "'x'",
    "['name','=','Person 0']",
    "('name','=','Person 0')",
    "[['name','=']]",
    "[['name']]",
    "[[]]",
    "[['name','=','x','y']]",
    "[5]",
    "[None]",
    "['and',['name','=','x'],['name','=','y']]",
    "['&']",
    "['!']",
    "['|',['name','=','x']]",
    "['&','|',['name','=','x'],['name','=','y']]",
    "[['name','=','x'],'!']",
    "[[5,'=','x']]",
    "[['','=','x']]",
    "[[None,'=',None]]",
    "[[True,'=',True]]",
    "[[1,'=',2]]",
    "[['name',5,'x']]",
    "[['name','==','x']]",
    "[['name','likee','x']]",
    "[['name','inselect',['SELECT 1',[]]]]",
    "[['nam','=','x']]",
    "[['name.x','=','x']]",
    "[['country_id.cod','=','BE']]",
    "[['country_id.','=','BE']]",
    "[['.code','=','BE']]",
    "[['country_id..code','=','BE']]",
    "[['name\"','=','x']]",
    "[['_fields','=','x']]",
    "[['name','in','Person 0']]",
    "[['name','in',True]]",
    "[['name','=',['x']]]",
    "[['name','=',5]]",
    "[['name','=',{'x':1}]]",
    "[['name','like',False]]",
    "[['name','ilike',5]]",
    "[['name','>',False]]",
    "[['color','=','red']]",
    "[['color','=',1.5]]",
    "[['color','=',True]]",
    "[['id','=','x']]",
    "[['id','in',['x']]]",
    "[['id','in',[True]]]",
    "[['is_company','=','yes']]",
    "[['is_company','=','yes']]",
    "[['is_company','=',2]]",
    "[['is_company','ilike','t']]",
    "[['create_date','>','soon']]",
    "[['create_date','>','2024-13-40']]",
    "[['create_date','>',5]]",
    "[['country_id','=',True]]",
    "[['country_id','=',1.5]]",
    "[['id','child_of',False]]",
    "[['id','child_of',True]]",
    "[['name','child_of',1]]",
    "[['image_1920','=','x']]",
    "[['image_1920','!=','x']]",
    "[['image_1920','like','x']]",
    "[['" + "parent_id." * 12 + "name','=','x']]",
]


def test_child_of_takes_a_limited_number_of_names(api):
    """Odoo looks each up by itself."""
    domain = [("parent_id", "child_of", ["x"] * 1001)]
    problem(api.get("res.partner/search", domain=domain), 400, "invalid_domain")


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("domain", MALFORMED)
def test_malformed_domains_are_refused(api, companies, picture, route, domain):
    """Seen to fail without the count of what prefix operators join."""
    answer = api.get(route, domain=domain.replace("image_1920", picture))
    body = problem(answer, 400)
    assert body["code"] in (
        "invalid_domain",
        "invalid_parameter",
        "unknown_field",
        "bad_request",
    )


@pytest.mark.parametrize(
    ("domain", "nearest"),
    [
        ("[['emial','=','x']]", "'email'"),
        ("[['name','ilke','x']]", "'ilike'"),
        ("[['country_id.cde','=','x']]", "'code'"),
    ],
)
def test_the_nearest_name_is_suggested(api, domain, nearest):
    assert nearest in problem(api.get("res.partner/search", domain=domain), 400)["detail"]


@pytest.mark.parametrize(
    "condition",
    [("child_ids", ">", 5), ("category_id", "<=", 5), ("country_id", "<", "Belgium")],
)
def test_relations_can_not_be_compared_by_size(api, condition):
    """Odoo up to 18.0 takes it for another operator."""
    problem(api.get("res.partner/search", domain=[condition]), 400, "invalid_domain")


def test_false_beside_a_value_in_a_condition_on_lines(api, has):
    """Up to 18.0 it would have to be split, and each part could find another child."""
    answer = api.get("res.partner/search_count", domain=[("child_ids.ref", "not in", [False, "x"])])
    if has(LITERALLY):
        assert "count" in ok(answer)
    else:
        problem(answer, 400, "invalid_domain")


def test_many_names_in_a_list(api, has):
    """Before 19.0 each is a condition of its own, for which Odoo searches by itself. Seen to fail: nothing
    limited them, and their number squared was the time that it took to read them."""
    path = "res.partner/search_count"
    names = [f"nobody {number}" for number in range(1000)]
    body = {"domain": [["parent_id", "in", names]]}
    assert ok(api.post(path, json=body))["result"] == 0
    body["domain"][0][2] = [f"n{number}" for number in range(20_000)]
    answer = api.post(path, json=body)
    if has(LITERALLY):
        assert answer.status_code == 200
    else:
        assert "use ids" in problem(answer, 400, "invalid_domain")["detail"]
    body["domain"][0][2] = list(range(20_000))
    ok(api.post(path, json=body))
