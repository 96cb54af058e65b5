"""The rows about OCA `fastapi`, with which one writes each route oneself: on a server that has both addons."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import dataset
from bench.apis import Api
from bench.rows import FIELDS, MODEL, NAMES, Row, Side, read_one
from bench.setting import Setting
from bench.wire import Request
from dev import database, paths, stamp
from dev.console import step
from dev.odoo import Odoo
from tests.harness.server import Server

SERIES = "19.0"
REQUIREMENTS = paths.REQUIREMENTS / "fastapi.txt"
PACKAGES = paths.STATE / "fastapi"
INSIDE = Path(__file__).parent / "inside"
ADDON = "restapi_bench_fastapi"


class Fastapi(Api):
    name = "fastapi"

    def __init__(self, key: str) -> None:
        self.headers = {"api-key": key}

    def version(self) -> Request:
        return Request("GET", "/web/version")

    def get(self, path: str) -> Request:
        return Request("GET", f"/bench/{path}", None, self.headers)


@contextmanager
def server(postgres_port: int) -> Iterator[Server]:
    """A server with both addons."""
    odoo = Odoo(SERIES, PACKAGES, INSIDE)
    stamp.folder(PACKAGES, stamp.digest(REQUIREMENTS.read_text()), lambda to: _install(odoo, to))
    with dataset.copy(odoo, postgres_port) as db:
        databases = database.Databases(odoo, postgres_port)
        with step("OCA fastapi: installing it"):
            databases.odoo_run(db, f"install-{ADDON}", ["-i", ADDON, "--stop-after-init"])
            script = (INSIDE / "fastapi.py").read_text()
            databases.odoo_run(db, f"shell-{ADDON}", [], stdin=script)
        with Server(SERIES, db, postgres_port, odoo=odoo, quick=False) as running:
            yield running


def _install(odoo: Odoo, folder: Path) -> None:
    with step("OCA fastapi: Python packages") as current:
        arguments = ["--no-deps", "--target", str(folder), "--requirement", str(REQUIREMENTS)]
        odoo.venv.pip("install", *arguments, step=current)


def rows(setting: Setting) -> list[Row]:
    [[key]] = setting.server.sql(
        "SELECT value FROM ir_config_parameter WHERE key = 'bench.api_key'"
    )
    ours, theirs = setting.restapi, Fastapi(key)

    def one() -> str:
        return f"partners/{next(setting.partners)}?fields={NAMES}"

    def many(limit: int) -> Row:
        own = ours.get(MODEL, fields=NAMES, limit=limit)
        sides = [
            Side(ours.name, ours, lambda: [own]),
            Side(
                theirs.name, theirs, lambda: [theirs.get(f"partners?fields={NAMES}&limit={limit}")]
            ),
        ]
        return Row(f"OCA fastapi: search_read {limit:,} × {len(FIELDS)}", sides, is_same=True)

    sides = [
        Side(ours.name, ours, lambda: [read_one(setting)]),
        Side(theirs.name, theirs, lambda: [theirs.get(one())]),
    ]
    return [
        Row(f"OCA fastapi: read 1 × {len(FIELDS)} fields", sides, is_same=True),
        many(80),
        many(2000),
    ]
