"""The rows about following what changes: what it costs a write, and the feed against polling by time."""

from bench.apis import Call
from bench.rows import MODEL, OWN, Row, Side
from bench.setting import LOGIN, PASSWORD, Setting
from tests.harness.changes import follow
from tests.harness.http import HttpClient
from tests.harness.objects import Objects, ok
from tests.harness.rpc import OdooClient

FIELDS = "name,email,phone,city,country_id"


def rows(setting: Setting) -> list[Row]:
    odoo = OdooClient(setting.server.url, setting.server.db, LOGIN, PASSWORD)
    return [_write(setting, odoo), _changes(setting, odoo)]


def _write(setting: Setting, odoo: OdooClient) -> Row:
    """A change of a record of two equal models, of which one is followed."""
    records = {model: _new_model(odoo, model) for model in ("x_followed", "x_plain")}
    follow(odoo, "x_followed")

    def side(name: str, model: str) -> Side:
        path = f"{model}/{records[model]}"
        api = setting.restapi
        return Side(
            name, api, lambda: [api.send("PUT", path, vals={"x_name": "Other"}, fields="id")]
        )

    return Row("write 1, followed", [side("restapi", "x_followed"), side(OWN, "x_plain")])


def _new_model(odoo: OdooClient, model: str) -> int:
    """A record of a new model with one field."""
    model_id = odoo.create("ir.model", {"name": model, "model": model})
    operations = ("perm_read", "perm_write", "perm_create", "perm_unlink")
    group = {"group_id": odoo.ref("base.group_user")}
    rights = {"name": model, "model_id": model_id, **group, **dict.fromkeys(operations, True)}
    odoo.create("ir.model.access", rights)
    return odoo.create(model, {"x_name": "One"})


def _changes(setting: Setting, odoo: OdooClient) -> Row:
    """One of 20,000 partners has changed since the last time; with Odoo's own APIs, by `write_date`."""
    follow(odoo, MODEL)
    with HttpClient(setting.server.url) as http:
        api = Objects(http, setting.restapi.token)
        since = ""
        answer = {"more": True}
        while answer["more"]:
            sent = {"since": since} if since else {}
            answer = ok(api.get(f"{MODEL}/changes", fields="id", limit=10_000, **sent))
            since = answer["next"]
    changed = next(setting.partners)
    odoo.write(MODEL, [changed], {"city": "Liège"})
    [[time]] = setting.server.sql(
        "SELECT write_date::text FROM res_partner WHERE id = %s", [changed]
    )
    call = Call(
        MODEL,
        "search_read",
        kwargs={"domain": [["write_date", ">=", time[:19]]], "fields": FIELDS.split(",")},
    )
    sides = [
        Side(
            "restapi",
            setting.restapi,
            lambda: [setting.restapi.get(f"{MODEL}/changes", fields=FIELDS, since=since)],
        )
    ]
    sides += [
        Side(other.name, other, lambda other=other: [other.call(call)])
        for other in setting.odoo_apis
    ]
    return Row("changes after one", sides)
