"""Which models are followed: restapi.followed (docs/reference/changes.rst)."""

import pytest

from tests.harness.changes import Reader, follow
from tests.harness.objects import ok
from tests.harness.problems import problem

TAG = "res.partner.category"


def test_models_without_a_table(api, odoo):
    """And those of this addon. Seen to fail without the check of their names."""
    transient = "base.language.export"
    assert "table" in problem(api.get(f"{transient}/changes"), 400)["detail"]
    for model in (transient, "restapi.grant", "restapi.application"):
        (model_id,) = odoo.search("ir.model", [("model", "=", model)])
        sent = {"vals": {"model_id": model_id}}
        body = problem(api.post("restapi.followed", json=sent), 403, "validation_error")
        assert "followed" in body["detail"]


def test_following_is_turned_off(server, odoo, api, name):
    """The triggers go; tokens of before are worth nothing when it is turned on again."""
    model = "res.partner.industry"
    row = follow(odoo, model)
    functions = "SELECT count(*) FROM pg_proc WHERE proname LIKE %s"
    pattern = [f"restapi\\_followed\\_{row}\\_%"]
    assert server.sql(functions, pattern) > [(0,)]
    reader = Reader(api, model)
    reader.catch_up()
    odoo.unlink("restapi.followed", [row])
    assert server.sql(functions, pattern) == [(0,)]
    problem(reader.get(), 403, "not_followed")
    odoo.create(model, {"name": name})
    follow(odoo, model)
    problem(reader.get(), 410, "resync_required")


def test_a_followed_model_is_not_another(odoo, server):
    row = follow(odoo, TAG)
    (other,) = odoo.search("ir.model", [("model", "=", "res.currency")])
    with pytest.raises(Exception, match="delete this line"):
        odoo.write("restapi.followed", [row], {"model_id": other})
    (own,) = odoo.search("ir.model", [("model", "=", TAG)])
    with pytest.raises(Exception, match=r"already followed|model_id_uniq"):
        odoo.create("restapi.followed", {"model_id": own})


def test_new_many2many_fields(server, odoo, api, name):
    """Of a model that was made by hand, also after it is followed."""
    model, table = "x_changes", "x_changes"
    odoo.create("ir.model", {"name": "Changes", "model": model})
    (model_id,) = odoo.search("ir.model", [("model", "=", model)])
    operations = ("perm_read", "perm_write", "perm_create", "perm_unlink")
    rights = {"name": "x", "model_id": model_id, **dict.fromkeys(operations, True)}
    # through this API, which lets all workers know
    ok(api.post("ir.model.access", json={"vals": rights, "fields": ["id"]}))
    row = follow(odoo, model)
    record = odoo.create(model, {"x_name": name})
    reader = Reader(api, model, fields="id")
    answer = ok(reader.get())
    reader.token = answer["next"]
    odoo.create(
        "ir.model.fields",
        {
            "name": "x_tags",
            "model_id": model_id,
            "ttype": "many2many",
            "relation": TAG,
            "field_description": "Tags",
        },
    )
    tag = odoo.create(TAG, {"name": name})
    odoo.write(model, [record], {"x_tags": [(4, tag)]})
    answer = ok(reader.get())
    assert [one["id"] for one in answer[model]] == [record]
    reader.token = answer["next"]
    server.sql(f"TRUNCATE {table} CASCADE")
    assert ok(reader.get())["gone"] == [record]
    odoo.unlink("restapi.followed", [row])
    odoo.unlink("ir.model", [model_id])


@pytest.fixture
def many2many(odoo):
    """A field of tags whose columns are called as variables of the triggers."""
    (model_id,) = odoo.search("ir.model", [("model", "=", TAG)])
    names = {"relation_table": "x_test_rel", "column1": "one", "column2": "other"}
    vals = {"model_id": model_id, "name": "x_test_rel", "ttype": "many2many", "relation": TAG}
    field = odoo.create("ir.model.fields", {**vals, **names, "field_description": "Test"})
    yield "x_test_rel"
    odoo.unlink("ir.model.fields", [field])


def test_columns_named_as_variables_of_the_triggers(odoo, api, name, many2many):
    """Seen to fail without `#variable_conflict`: each change of the many2many field was an error."""
    follow(odoo, TAG)
    reader = Reader(api, TAG)
    one, two = (odoo.create(TAG, {"name": f"{name} {number}"}) for number in range(2))
    reader.catch_up()
    odoo.write(TAG, [one], {many2many: [(6, 0, [two])]})
    assert one in reader.news()[0]


def test_empty_columns(server, odoo, api, name, many2many):
    """The table of a many2many field can be that of a model, which doesn't require the field.

    Seen to fail without the condition: the statement was an error.
    """
    follow(odoo, TAG)
    reader = Reader(api, TAG)
    one, two = (odoo.create(TAG, {"name": f"{name} {number}"}) for number in range(2))
    server.sql(
        f"ALTER TABLE {many2many} DROP CONSTRAINT IF EXISTS {many2many}_pkey,"
        " ALTER COLUMN one DROP NOT NULL"
    )
    for left in ([None], [None, one], [None, one, two]):
        server.sql(f"DELETE FROM {many2many}")
        reader.catch_up()
        rows = ", ".join(["(%s, %s)"] * len(left))
        values = [value for number in left for value in (number, two)]
        server.sql(f"INSERT INTO {many2many} (one, other) VALUES {rows}", values)
        changed = sorted(reader.news()[0])
        assert changed == [number for number in left if number]
