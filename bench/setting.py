"""Everything that the rows need of a running server: records, credentials, APIs."""

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
    theirs: list[OdooApi]  # Odoo's own, the newest first
    partners: Iterator[int]  # any of the 20,000, for ever
    deletable: Iterator[int]  # each once

    @property
    def rpc(self) -> list[Rpc]:
        return [api for api in self.theirs if isinstance(api, Rpc)]


def make(server: Server) -> Setting:
    odoo = OdooClient(server.url, server.db, LOGIN, PASSWORD)
    application = make_application(odoo, odoo.uid, name="Bench", access_token_lifetime=DAY)
    with HttpClient(server.url) as http:
        token = get_token(http, application)["access_token"]
    theirs: list[OdooApi] = [
        JsonRpc(server.db, odoo.uid, LOGIN, PASSWORD),
        XmlRpc(server.db, odoo.uid, LOGIN, PASSWORD),
    ]
    key = server.sql("SELECT value FROM ir_config_parameter WHERE key = 'bench.api_key'")
    if has(server.series, "JSON-2"):
        theirs.insert(0, Json2(key[0][0]))
    return Setting(
        server,
        application,
        Restapi(token),
        theirs,
        cycle(_ids(server, "name LIKE 'Bench %' AND parent_id IS NOT NULL")),
        iter(_ids(server, "name LIKE 'Deletable %'")),
    )


def _ids(server: Server, condition: str) -> list[int]:
    rows = server.sql(f"SELECT id FROM res_partner WHERE {condition} ORDER BY md5(id::text)")
    return [record_id for (record_id,) in rows]
