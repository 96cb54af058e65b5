"""`make bench ARGS=growth`: measures how the time of a request depends on the amount of data.

SQL adds the rows, so that a million takes seconds.
"""

import argparse
import functools
import statistics
from collections.abc import Callable
from dataclasses import dataclass

from bench import chart, following, report, setting, signed
from bench.processes import Workers
from bench.progress import Progress
from bench.rows import FIELDS, MODEL, NAMES
from bench.setting import Setting
from bench.wire import Request, send
from tests.harness.server import Server

SAMPLES = 40
SECONDS = 3.0  # limit for the samples of one point

# Copies of a row, numbered by `n`, differ in the unique columns and share its foreign keys.
COPY = """
    SET session_replication_role = replica;
    INSERT INTO {table} ({columns})
    SELECT {values} FROM (SELECT * FROM {table} ORDER BY id LIMIT 1) AS t,
           generate_series(1, %s - (SELECT count(*) FROM {table})) AS n
"""
UNIQUE = {
    "restapi_oauth2_token": {
        "jti": "md5('jti' || {n})",
        "refresh_hash": "md5('refresh' || {n})",
        "code_hash": "md5('code' || {n})",
    },
    "restapi_application": {"client_id": "md5('client' || {n})"},
    "restapi_nonce": {"key": "md5('nonce' || {n})"},
    "res_partner": {"email": "{n} || '@example.com'"},
    following.FOLLOWED: {"x_name": "'Record ' || {n}"},
}


@dataclass
class Curve:
    """A curve of times. `grow(size)` prepares a point; `request(size)` is then timed."""

    name: str
    sizes: list[int]
    grow: Callable[[int], None]
    request: Callable[[int], Request]


def curves(setting: Setting) -> list[Curve]:
    server, api = setting.server, setting.restapi

    def nothing(size: int) -> None:
        """Does nothing, because the records exist."""

    def read(size: int) -> Request:
        return api.get(f"{MODEL}/{next(setting.partners)}", fields=NAMES)

    sign = signed.signer(setting)
    read_rows = [10, 1_000, 100_000, 1_000_000]
    names = _field_names(server)
    return [
        Curve(
            "records read",
            [1, 10, 100, 1_000, 10_000, 100_000],
            lambda size: grow(server, "res_partner", 100_000 if size > 20_000 else 0),
            lambda size: api.get(MODEL, fields=NAMES, limit=size),
        ),
        Curve(
            "fields read",
            [1, 5, 10, 20, 40],
            nothing,
            lambda size: api.get(
                f"{MODEL}/{next(setting.partners)}", fields=",".join(names[:size])
            ),
        ),
        Curve("tokens", read_rows, lambda size: grow(server, "restapi_oauth2_token", size), read),
        Curve(
            "applications",
            [10, 1_000, 100_000],
            lambda size: grow(server, "restapi_application", size),
            read,
        ),
        Curve(
            "nonces (signed)",
            read_rows,
            lambda size: grow(server, "restapi_nonce", size),
            lambda size: sign(read(size)),
        ),
        Curve(
            "changes after one",
            [1_000, 1_000_000],
            lambda size: grow(server, following.FOLLOWED, size),
            following.changes_after_one(setting),
        ),
        Curve(
            "page by cursor",
            [1, 1_000],
            lambda size: grow(server, "res_partner", 100_000),
            _pages(setting),
        ),
    ]


def _pages(setting: Setting) -> Callable[[int], Request]:
    """Requests for the page of that number, of 100 records each."""
    api, server = setting.restapi, setting.server

    @functools.cache
    def cursor(number: int) -> str:
        if number == 1:
            return ""
        # the limit may change from page to page, so one request leads to the page before
        before = api.get(f"{MODEL}/search", limit=100 * (number - 2) + 1, cursor="")
        return send(server.port, before).next_cursor

    return lambda number: api.get(MODEL, fields=NAMES, limit=100, cursor=cursor(number))


def grow(server: Server, table: str, size: int) -> None:
    """Copies the first row of a table until the table has `size` rows."""
    columns = [
        name
        for (name,) in server.sql(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' "
            "AND table_name = %s AND column_name <> 'id'",
            [table],
        )
    ]
    unique = {name: sql.format(n=f"n + {size}") for name, sql in UNIQUE[table].items()}
    values = [unique.get(name, f"t.{name}") for name in columns]
    server.sql(
        COPY.format(table=table, columns=", ".join(columns), values=", ".join(values)), [size]
    )
    server.sql(f"VACUUM ANALYZE {table}")


def _field_names(server: Server) -> list[str]:
    """Names of stored fields of simple types, beginning with those that other rows read."""
    rows = server.sql(
        "SELECT name FROM ir_model_fields WHERE model = %s AND store AND name <> 'id' "
        "AND ttype IN ('char', 'boolean', 'integer', 'float', 'date', 'datetime', 'selection') "
        "AND id NOT IN (SELECT field_id FROM ir_model_fields_group_rel) ORDER BY id",
        [MODEL],
    )
    return [*FIELDS, *(name for (name,) in rows if name not in FIELDS)]


def run(server: Server, arguments: argparse.Namespace) -> None:
    machine = report.machine()
    workers = Workers(server)
    chosen = [
        curve for curve in curves(setting.make(server)) if (arguments.rows or "") in curve.name
    ]
    progress = Progress(f"Odoo {server.series}", sum(len(curve.sizes) for curve in chosen))
    points: dict[str, dict[int, dict[str, float]]] = {}
    for curve in chosen:
        points[curve.name] = {}
        for size in curve.sizes:
            progress.start(f"{curve.name}: {size:,}")
            curve.grow(size)
            points[curve.name][size] = _point(server, workers, curve, size)
            progress.finish()
    lines = table(points)
    print(f"\nOdoo {server.series}: milliseconds of a request")
    print(report.text(lines))
    if arguments.quick or arguments.rows:
        return
    name = f"{server.series}-growth"
    report.write_csv(name, lines)
    _draw(name, server.series, points)
    print(f"\nwrote {report.write(name, {'machine': machine, 'points': points})}")


def _point(server: Server, workers: Workers, curve: Curve, size: int) -> dict[str, float]:
    """Measures one point, after both workers have filled their caches."""
    seconds = max(send(server.port, curve.request(size)).seconds for _ in range(4))
    count = max(3, min(SAMPLES, int(SECONDS / seconds)))
    requests = [curve.request(size) for _ in range(count)]
    times, cpu = [], []
    for request in requests:
        before = workers.cpu_seconds()
        answer = send(server.port, request)
        if answer.status != 200:
            raise RuntimeError(f"{curve.name}: {answer.status} {answer.body[:300]!r}")
        times.append(answer.seconds)
        cpu.append(workers.cpu_seconds() - before)
    return {
        "median_ms": round(statistics.median(times) * 1000, 3),
        "cpu_ms": round(statistics.median(cpu) * 1000, 3),
    }


def table(points: dict[str, dict[int, dict[str, float]]]) -> list[list[str]]:
    lines = [["what grows", "size", "median ms", "CPU ms"]]
    for name, sizes in points.items():
        for size, figures in sizes.items():
            lines.append(
                [name, f"{size:,}", f"{figures['median_ms']:.2f}", f"{figures['cpu_ms']:.2f}"]
            )
    return lines


def _draw(name: str, series: str, points: dict[str, dict[int, dict[str, float]]]) -> None:
    def line(curve: str) -> list[tuple[float, float]]:
        return [(size, figures["median_ms"]) for size, figures in points[curve].items()]

    constant = ["tokens", "applications", "nonces (signed)", "changes after one"]
    for part, curve_names in (("records", ["records read"]), ("tables", constant)):
        title = f"Odoo {series}: milliseconds of a request"
        drawing = chart.lines(title, "number", {curve: line(curve) for curve in curve_names})
        (report.DOCS / f"{name}-{part}.svg").write_text(drawing)
