"""The rows about writing safely: keys, batches and upserts, compared with what a client does without them."""

import itertools
import json
import uuid
from dataclasses import replace

from bench.apis import BASE, JSON, Call, OdooApi
from bench.rows import MODEL, OWN, Row, Sample, Side
from bench.setting import Setting
from bench.wire import Request

VALS = {"name": "Created", "email": "created@example.com", "city": "Namur"}
ITEMS = 1000


def rows(setting: Setting) -> list[Row]:
    return [
        _key(setting),
        _batch(setting),
        _upsert(setting, "none changed", 0),
        _upsert(setting, "a tenth changed", 10),
    ]


def _create(setting: Setting) -> Request:
    return setting.restapi.send("POST", MODEL, vals=VALS, fields="id")


def _key(setting: Setting) -> Row:
    """A new record with a key, and without one."""

    def with_key() -> list[Request]:
        request = _create(setting)
        headers = {**request.headers, "Idempotency-Key": str(uuid.uuid4())}
        return [replace(request, headers=headers)]

    sides = [
        Side("restapi", setting.restapi, with_key),
        Side(OWN, setting.restapi, lambda: [_create(setting)]),
    ]
    return Row("create 1, Idempotency-Key", sides)


def _batch(setting: Setting) -> Row:
    """Twenty new records: a batch, twenty requests, and one list with Odoo's own APIs."""
    api = setting.restapi
    one = {"method": "POST", "path": f"/object/{MODEL}", "body": {"vals": VALS, "fields": ["id"]}}
    body = json.dumps({"requests": [one] * 20}).encode()
    batch = Request("POST", f"{BASE}/batch", body, {**api.authorization, **JSON})
    call = Call(MODEL, "create", args={"vals_list": [VALS] * 20})
    sides = [
        Side("restapi", api, lambda: [batch]),
        Side(OWN, api, lambda: [_create(setting) for _ in range(20)]),
    ]
    sides += [Side(other.name, other, _calling(other, call)) for other in setting.odoo_apis]
    return Row("batch of 20 creates", sides)


def _calling(api: OdooApi, call: Call) -> Sample:
    return lambda: [api.call(call)]


def _upsert(setting: Setting, name: str, nth: int) -> Row:
    """A thousand records that are there, by their names; with Odoo's own APIs, by `load` and their ids.

    :param nth: every which record gets a new phone number, which Odoo doesn't copy to other partners, unlike
        an address; the others have theirs already. 0 for none
    """
    found = setting.server.sql(
        "SELECT id, name, phone FROM res_partner WHERE name LIKE 'Bench %%' ORDER BY id LIMIT %s",
        [ITEMS],
    )
    counter = itertools.count()

    def phones() -> list[str]:
        number = next(counter)
        return [
            f"+32 {number} {position}" if nth and position % nth == nth // 2 else phone
            for position, (_, _, phone) in enumerate(found)
        ]

    def match() -> list[Request]:
        vals = [
            {"name": name, "phone": phone}
            for (_, name, _), phone in zip(found, phones(), strict=True)
        ]
        return [setting.restapi.send("PUT", MODEL, vals=vals, match=["name"])]

    def load(api: OdooApi) -> Sample:
        def sample() -> list[Request]:
            data = [
                [str(record), name, phone]
                for (record, name, _), phone in zip(found, phones(), strict=True)
            ]
            return [
                api.call(
                    Call(MODEL, "load", args={"fields": [".id", "name", "phone"], "data": data})
                )
            ]

        return sample

    sides = [Side("restapi", setting.restapi, match)]
    newest = setting.odoo_apis[0]  # one is enough: `load` takes most of a minute
    sides.append(Side(newest.name, newest, load(newest)))
    return Row(f"upsert 1,000, {name}", sides, heavy=True)
