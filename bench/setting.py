"""The records, credentials and APIs of a running server that the rows use."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle

from bench.apis import Json2, JsonRpc, OdooApi, Restapi, Rpc, XmlRpc
from tests.harness.features import has
from tests.harness.http import HttpClient
from tests.harness.oauth import Application, get_token, make_application
from tests.harness.rpc import OdooClient
from tests.harness.server import Server

LOGIN = PASSWORD = "admin"
DAY = 24 * 3600


@dataclass
class Setting:
    server: Server
    application: Application
    restapi: Restapi
    odoo_apis: list[OdooApi]  # Odoo's own APIs, the newest first
    partners: Iterator[int]  # ids of the 20,000 partners, repeated endlessly
    deletable: Iterator[int]  # ids of partners to delete, each once

    @property
    def rpc(self) -> list[Rpc]:
        return [api for api in self.odoo_apis if isinstance(api, Rpc)]


def make(server: Server) -> Setting:
    odoo = OdooClient(server.url, server.db, LOGIN, PASSWORD)
    application = make_application(odoo, odoo.uid, name="Bench", access_token_lifetime=DAY)
    with HttpClient(server.url) as http:
        token = get_token(http, application)["access_token"]
    odoo_apis: list[OdooApi] = [
        JsonRpc(server.db, odoo.uid, LOGIN, PASSWORD),
        XmlRpc(server.db, odoo.uid, LOGIN, PASSWORD),
    ]
    key = server.sql("SELECT value FROM ir_config_parameter WHERE key = 'bench.api_key'")
    if has(server.series, "JSON-2"):
        odoo_apis.insert(0, Json2(key[0][0]))
    return Setting(
        server,
        application,
        Restapi(token),
        odoo_apis,
        cycle(_ids(server, "name LIKE 'Bench %' AND parent_id IS NOT NULL")),
        iter(_ids(server, "name LIKE 'Deletable %'")),
    )


def _ids(server: Server, condition: str) -> list[int]:
    rows = server.sql(f"SELECT id FROM res_partner WHERE {condition} ORDER BY md5(id::text)")
    return [record_id for (record_id,) in rows]
