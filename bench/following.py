"""The rows about following what changes: what it costs a write, and the feed against polling by time."""

import itertools
from collections.abc import Callable

from bench.apis import Call
from bench.rows import MODEL, OWN, Row, Side
from bench.setting import LOGIN, PASSWORD, Setting
from bench.wire import Request
from tests.harness.changes import follow
from tests.harness.http import HttpClient
from tests.harness.objects import Objects, ok
from tests.harness.rpc import OdooClient

FIELDS = "name,email,phone,city,country_id"
FOLLOWED = "x_followed"  # a model, and its table
RECORDS = 100  # so that clients at the same time change different ones


def rows(setting: Setting) -> list[Row]:
    odoo = OdooClient(setting.server.url, setting.server.db, LOGIN, PASSWORD)
    with HttpClient(setting.server.url) as http:
        api = Objects(http, setting.restapi.token)
        return [
            _changes(setting, odoo, api),  # first, since the others change records
            _write(setting, odoo, api),
            _write_contact(setting, odoo),
        ]


def _write(setting: Setting, odoo: OdooClient, objects: Objects) -> Row:
    """A change of a record of two equal models, of which one is followed."""
    records = {
        model: itertools.cycle(_new_model(odoo, objects, model)) for model in (FOLLOWED, "x_plain")
    }
    follow(odoo, FOLLOWED)

    def side(name: str, model: str) -> Side:
        api = setting.restapi
        vals = {"x_name": "Other"}
        return Side(
            name,
            api,
            lambda: [api.send("PUT", f"{model}/{next(records[model])}", vals=vals, fields="id")],
        )

    return Row("write 1, followed", [side("restapi", FOLLOWED), side(OWN, "x_plain")], effort=20)


def _write_contact(setting: Setting, odoo: OdooClient) -> Row:
    """A change of a contact with the triggers of a followed model, and with them disabled."""
    follow(odoo, MODEL)
    cities = itertools.cycle(["Antwerp", "Liège", "Namur"])
    enabled = True

    def side(name: str, enable: bool) -> Side:
        def sample() -> list[Request]:
            nonlocal enabled
            if enabled != enable:
                _set_triggers(setting, enable)
                enabled = enable
            vals = {"city": next(cities)}
            path = f"{MODEL}/{next(setting.partners)}"
            return [setting.restapi.send("PUT", path, vals=vals, fields="id")]

        return Side(name, setting.restapi, sample)

    return Row("write 1 contact, followed", [side("restapi", True), side(OWN, False)], effort=4)


def _set_triggers(setting: Setting, enable: bool) -> None:
    action = "ENABLE" if enable else "DISABLE"
    setting.server.sql(
        rf"""
        DO $$
        DECLARE name text; watched regclass;
        BEGIN
            FOR name, watched IN
                SELECT tgname, tgrelid FROM pg_trigger WHERE tgname LIKE 'restapi\_followed\_%'
            LOOP EXECUTE format('ALTER TABLE %s {action} TRIGGER %I', watched, name);
            END LOOP;
        END $$
        """
    )


def _new_model(odoo: OdooClient, objects: Objects, model: str) -> list[int]:
    """The records of a new model with one field."""
    model_id = odoo.create("ir.model", {"name": model, "model": model})
    operations = ("perm_read", "perm_write", "perm_create", "perm_unlink")
    rights = {"name": model, "model_id": model_id, **dict.fromkeys(operations, True)}
    # through this API, which lets all workers know
    ok(objects.post("ir.model.access", json={"vals": rights, "fields": ["id"]}))
    created: list[int] = odoo.create(model, [{"x_name": "One"}] * RECORDS)
    return created


def changes_after_one(setting: Setting) -> Callable[[int], Request]:
    """Requests for the single change of a followed model, whatever number of records it has."""
    odoo = OdooClient(setting.server.url, setting.server.db, LOGIN, PASSWORD)
    with HttpClient(setting.server.url) as http:
        objects = Objects(http, setting.restapi.token)
        record, *_others = _new_model(odoo, objects, FOLLOWED)
        follow(odoo, FOLLOWED)
        since = _since(objects, FOLLOWED)
        odoo.write(FOLLOWED, [record], {"x_name": "Other"})
    request = setting.restapi.get(f"{FOLLOWED}/changes", fields="x_name", since=since)
    return lambda _size: request


def _since(objects: Objects, model: str) -> str:
    """The token after everything that there is."""
    answer = {"more": True, "next": ""}
    while answer["more"]:
        sent = {"since": answer["next"]} if answer["next"] else {}
        answer = ok(objects.get(f"{model}/changes", fields="id", limit=10_000, **sent))
    return str(answer["next"])


def _changes(setting: Setting, odoo: OdooClient, objects: Objects) -> Row:
    """One of 20,000 partners has changed since the last time; with Odoo's own APIs, by `write_date`."""
    follow(odoo, MODEL)
    since = _since(objects, MODEL)
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
