"""The document's entity tag: it changes only when the document does."""

import pytest

from tests.harness import languages

ROUNDS = 12  # enough to reach each of the two workers


def tag(fetch, *args, **options):
    answer = fetch(*args, **options)
    assert answer.status_code == 200, answer.text
    return answer.headers["ETag"]


def settled(fetch, *args, **options):
    """The tag, once it stays: a worker that loads changed models anew clears its caches, which counts."""
    for _ in range(10):
        tags = {tag(fetch, *args, **options) for _ in range(ROUNDS)}
        if len(tags) == 1:
            return tags.pop()
    raise AssertionError("the tag changes with each request")


@pytest.fixture
def unchanged(fetch):
    """`unchanged(tag, …)`: whether every worker answers 304 to this tag."""

    def unchanged(known, *args, **options):
        answers = [fetch(*args, headers={"If-None-Match": known}, **options) for _ in range(ROUNDS)]
        statuses = {answer.status_code for answer in answers}
        assert len(statuses) == 1, statuses
        assert all(answer.content == b"" for answer in answers if answer.status_code == 304)
        return statuses == {304}

    return unchanged


def test_an_unchanged_document_is_304(fetch, unchanged):
    known = settled(fetch, "res.country")
    assert unchanged(known, "res.country")
    assert fetch("res.country").headers["Cache-Control"] == "private, no-cache"
    assert "Authorization" in fetch("res.country").headers["Vary"]


def test_another_request_has_another_tag(fetch, employee_token):
    tags = [
        tag(fetch, "res.country"),
        tag(fetch, "res.partner"),
        tag(fetch),
        tag(fetch, "res.country", version="3.0"),
        tag(fetch, "res.country", context="{'lang': 'en_US'}"),
        tag(fetch, "res.country", token=employee_token),
        tag(fetch, "res.country", headers={"Host": "other.example.com"}),
    ]
    assert len(set(tags)) == len(tags)


def test_both_workers_make_the_same_document(fetch):
    assert len({fetch("res.partner,res.country").content for _ in range(ROUNDS)}) == 1


def change_field(odoo):
    model = odoo.search("ir.model", [("model", "=", "res.country")])[0]
    vals = {"model_id": model, "name": "x_new", "field_description": "New", "ttype": "char"}
    odoo.create("ir.model.fields", vals)


def change_rights(odoo):
    access = odoo.search("ir.model.access", [("model_id.model", "=", "res.country")])
    odoo.call("ir.model.access", "write", [access[:1], {"perm_unlink": True}])


def change_rule(odoo):
    model = odoo.search("ir.model", [("model", "=", "res.country")])[0]
    odoo.create("ir.rule", {"name": "All", "model_id": model, "domain_force": "[(1, '=', 1)]"})


def change_label(odoo):
    field = odoo.search("ir.model.fields", [("name", "=", "x_label")])
    odoo.write("ir.model.fields", field, {"field_description": "Another label"})


def change_languages(odoo):
    languages.activate(odoo, "nl_NL")


def change_reports(odoo):
    odoo.create(
        "ir.actions.report",
        {
            "name": "Countries",
            "model": "res.country",
            "report_type": "qweb-html",
            "report_name": "base.report_irmodeloverview",
        },
    )


CHANGES = [
    change_field,
    change_rights,
    change_rule,
    change_label,
    change_languages,
    change_reports,
]


@pytest.mark.usefixtures("label_field")
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__[7:])
def test_a_change_appears_at_once(fetch, unchanged, odoo, change):
    known = settled(fetch, "res.country")
    assert unchanged(known, "res.country")
    change(odoo)
    assert not unchanged(known, "res.country")


def test_the_groups_of_the_user(fetch, unchanged, odoo, make_user, token_of):
    user = make_user()
    token = token_of(user.id)
    known = settled(fetch, "res.country", token=token)
    users = odoo.call("res.groups", "fields_get", [["users", "user_ids"]])
    group = odoo.ref("base.group_partner_manager")
    odoo.write("res.groups", group, {next(iter(users)): [(4, user.id)]})
    assert not unchanged(known, "res.country", token=token)
