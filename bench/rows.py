"""The rows of the benchmark. Each is one task for every API."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from bench import signed
from bench.apis import BASE, Api, Call, OdooApi, Single, client_credentials
from bench.setting import Setting
from bench.wire import Request
from tests.harness.http import HttpClient

MODEL = "res.partner"
FIELDS = ["name", "email", "phone", "city", "country_id"]
NAMES = ",".join(FIELDS)
COMPANIES = [["is_company", "=", True]]
NESTED = ["name", "parent_id.name", "parent_id.email", "country_id.code"]
# The side that is this API, too, in the way that a row is compared with.
OWN = "plain"
NDJSON = "application/x-ndjson"

# Builds the requests of one sample. Only the row "nested" needs more than one.
Sample = Callable[[], list[Request]]


@dataclass
class Side:
    """How one API does the task of a row."""

    name: str
    api: Api
    sample: Sample


@dataclass
class Row:
    """One task for several APIs.

    :param is_same: check that all APIs answer the same value
    :param heavy: a request takes seconds, so take few samples and measure the memory
    :param effort: how many times the usual number of samples, where a few percent count
    """

    name: str
    sides: list[Side] = field(default_factory=list)
    is_same: bool = False
    heavy: bool = False
    effort: int = 1


def rows(setting: Setting) -> list[Row]:
    """All rows, in an order in which no row depends on the writes of another."""
    return [
        _version(setting),
        _row(
            setting,
            "read 1 × 5 fields",
            lambda: read_one(setting),
            lambda: Call(MODEL, "read", [next(setting.partners)], {"fields": FIELDS}),
            is_same=True,
        ),
        _row(
            setting,
            "read 1 × all fields",
            lambda: setting.restapi.get(f"{MODEL}/{next(setting.partners)}"),
            lambda: Call(MODEL, "read", [next(setting.partners)]),
        ),
        _row(
            setting,
            "search 80 ids",
            lambda: setting.restapi.get(f"{MODEL}/search", limit=80),
            lambda: Call(MODEL, "search", args={"domain": []}, kwargs={"limit": 80}),
            is_same=True,
        ),
        _row(
            setting,
            "search_count",
            lambda: setting.restapi.get(f"{MODEL}/search_count", domain=COMPANIES),
            lambda: Call(MODEL, "search_count", args={"domain": COMPANIES}),
            is_same=True,
        ),
        _search_read(setting, 80),
        _search_read(setting, 2000),
        _grouped(setting, "country_id"),
        _grouped(setting, "create_date:month"),
        _nested(setting),
        _signed(setting),
        _sign_in(setting),
        *_refused(),
        *_documents(setting),
        _search_read(setting, 0, "export 20,000 × 5, JSON"),
        _search_read(setting, 0, "export 20,000 × 5, NDJSON", accept=NDJSON),
        *_writes(setting),
    ]


def _row(
    setting: Setting,
    name: str,
    request: Callable[[], Request],
    call: Callable[[], Call],
    **options: Any,
) -> Row:
    def sample(api: OdooApi) -> Sample:
        return lambda: [api.call(call())]

    sides = [Side("restapi", setting.restapi, lambda: [request()])]
    sides += [Side(api.name, api, sample(api)) for api in setting.odoo_apis]
    return Row(name, sides, **options)


def _version(setting: Setting) -> Row:
    def sample(api: Api) -> Sample:
        return lambda: [api.version()]

    apis = [setting.restapi, *setting.odoo_apis]
    return Row("version", [Side(api.name, api, sample(api)) for api in apis])


def read_one(setting: Setting) -> Request:
    """The request for a partner that has not been read lately."""
    return setting.restapi.get(f"{MODEL}/{next(setting.partners)}", fields=NAMES)


def _search_read(setting: Setting, limit: int, name: str = "", accept: str | None = None) -> Row:
    """A row that reads `limit` records, or all for 0."""
    page = {"limit": limit} if limit else {}
    return _row(
        setting,
        name or f"search_read {limit:,} × {len(FIELDS)}",
        lambda: setting.restapi.get(MODEL, accept, fields=NAMES, **page),
        lambda: Call(MODEL, "search_read", kwargs={"domain": [], "fields": FIELDS, **page}),
        is_same=True,
        heavy=not limit,
    )


def _grouped(setting: Setting, by: str) -> Row:
    """Counts and sums of all partners in groups."""
    sums = ["color:sum", "id:max"]
    modern = {"groupby": [by], "aggregates": ["__count", *sums]}
    calls = {
        True: Call(MODEL, "formatted_read_group", kwargs={"domain": [], **modern}),
        False: Call(
            MODEL,
            "read_group",
            kwargs={"domain": [], "fields": sums, "groupby": [by], "lazy": False},
        ),
    }
    has_modern = any(api.name == "JSON-2" for api in setting.odoo_apis)
    return _row(
        setting,
        f"group by {by}",
        lambda: setting.restapi.get(
            f"{MODEL}/group", by=by, aggregates=",".join(["__count", *sums])
        ),
        lambda: calls[has_modern],
    )


def _nested(setting: Setting) -> Row:
    """80 partners with fields of their company and country: one request, or three with other APIs."""
    domain = [["parent_id", "!=", False]]
    api = setting.odoo_apis[0]
    page = setting.server.sql(
        "SELECT parent_id, country_id FROM res_partner "
        "WHERE parent_id IS NOT NULL AND active ORDER BY complete_name, id DESC LIMIT 80"
        if api.name == "JSON-2"
        else "SELECT parent_id, country_id FROM res_partner "
        "WHERE parent_id IS NOT NULL AND active ORDER BY display_name LIMIT 80"
    )
    parents = sorted({parent for parent, _ in page if parent})
    countries = sorted({country for _, country in page if country})

    def calls(api: OdooApi) -> Sample:
        fields = ["name", "parent_id", "country_id"]
        three = [
            Call(MODEL, "search_read", kwargs={"domain": domain, "fields": fields, "limit": 80}),
            Call(MODEL, "read", parents, {"fields": ["name", "email"]}),
            Call("res.country", "read", countries, {"fields": ["code"]}),
        ]
        return lambda: [api.call(call) for call in three]

    def request() -> list[Request]:
        fields = ",".join(NESTED)
        return [setting.restapi.get(MODEL, domain=json.dumps(domain), fields=fields, limit=80)]

    sides = [Side("restapi", setting.restapi, request)]
    sides += [Side(api.name, api, calls(api)) for api in setting.odoo_apis]
    return Row("nested read, 80 × 2 relations", sides)


def _signed(setting: Setting) -> Row:
    """This API with OAuth 1.0a signatures, and plainly with a bearer token."""
    signer = cache(lambda: signed.signer(setting))

    def request() -> list[Request]:
        return [signer()(read_one(setting))]

    return Row(
        "OAuth 1-signed read",
        [
            Side("restapi", setting.restapi, request),
            Side(OWN, setting.restapi, lambda: [read_one(setting)]),
        ],
    )


def _sign_in(setting: Setting) -> Row:
    application = setting.application
    token = client_credentials(application.client_id, application.client_secret)
    sides = [Side("restapi", setting.restapi, lambda: [token])]
    sides += [Side(api.name, api, _authenticate(api)) for api in setting.rpc]
    return Row("token, or sign-in by password", sides)


def _refused() -> list[Row]:
    """The cost of refusing bad requests. Odoo's own APIs have no equivalent."""
    partner = f"{BASE}/object/{MODEL}/1"
    requests = {
        "no credentials": (Request("GET", partner), 401),
        "a bad token": (Request("GET", partner, None, {"Authorization": "Bearer x"}), 401),
        "a bad secret": (client_credentials("unknown", "wrong"), 401),
        "an unknown path": (Request("GET", f"{BASE}/nothing"), 404),
    }
    return [_refusal(name, *expected) for name, expected in requests.items()]


def _refusal(name: str, request: Request, status: int) -> Row:
    return Row(f"refused: {name}", [Side("restapi", Single(status), lambda: [request])])


def _documents(setting: Setting) -> list[Row]:
    """The OpenAPI document of one, of fifty and of all models, and asked for again."""
    api = setting.restapi
    with HttpClient(setting.server.url) as http:
        generic = http.get(f"{BASE}/openapi.json", headers=api.authorization).json()
    fifty = [model["model"] for model in generic["x-odoo-models"][:50]]

    @cache  # asked when the row begins, since the tag changes with the models
    def again() -> Request:
        with HttpClient(setting.server.url) as http:
            headers = http.get(api.document(MODEL).target, headers=api.authorization).headers
        return api.document(MODEL, **{"If-None-Match": headers["ETag"]})

    return [
        _document("1 model", lambda: api.document(MODEL)),
        _document("50 models", lambda: api.document(",".join(fifty))),
        _document("all models", lambda: api.document("*"), heavy=True),
        _document("1 model, 304", again, 304),
    ]


def _document(name: str, request: Callable[[], Request], status: int = 200, **options: Any) -> Row:
    side = Side("restapi", Single(status), lambda: [request()])
    return Row(f"OpenAPI: {name}", [side], **options)


def _authenticate(api: Any) -> Sample:
    return lambda: [api.sign_in()]


def _writes(setting: Setting) -> list[Row]:
    """Rows that write. This API answers with the id only, as the others do."""
    vals = {"name": "Created", "email": "created@example.com", "city": "Namur"}
    hundred = [vals] * 100
    api = setting.restapi
    return [
        _row(
            setting,
            "create 1",
            lambda: api.send("POST", MODEL, vals=vals, fields="id"),
            lambda: Call(MODEL, "create", args={"vals_list": [vals]}),
            effort=4,
        ),
        _row(
            setting,
            "create 100",
            lambda: api.send("POST", MODEL, vals=hundred, fields="id"),
            lambda: Call(MODEL, "create", args={"vals_list": hundred}),
        ),
        _row(
            setting,
            "write 1",
            lambda: api.send(
                "PUT", f"{MODEL}/{next(setting.partners)}", vals={"city": "Liège"}, fields="id"
            ),
            lambda: Call(MODEL, "write", [next(setting.partners)], {"vals": {"city": "Liège"}}),
            effort=4,
        ),
        _row(
            setting,
            "delete 1",
            lambda: api.send("DELETE", f"{MODEL}/{next(setting.deletable)}"),
            lambda: Call(MODEL, "unlink", [next(setting.deletable)]),
        ),
    ]
