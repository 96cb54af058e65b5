"""python -m bench --series 19.0 [growth|floor] [--rows TEXT] [--quick]: the command behind `make bench`."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from bench import (
    dataset,
    deliveries,
    floor,
    following,
    growth,
    oca_fastapi,
    report,
    safely,
    setting,
)
from bench.measure import Effort, Meter
from bench.processes import Workers
from bench.progress import Progress
from bench.rows import Row, rows
from dev import postgres
from dev.odoo import Odoo
from tests.harness.server import Server

SECONDS = 1.5
QUICK = Effort(seconds=0.5, max_samples=30, throughput_seconds=0)


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench")
    parser.add_argument("--series", action="append", required=True)
    parser.add_argument(
        "what", nargs="?", choices=["compare", "growth", "floor"], default="compare"
    )
    parser.add_argument(
        "--rows", help="run only rows whose name contains TEXT; write no files", metavar="TEXT"
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="time for each API in a row")
    parser.add_argument("--quick", action="store_true", help="take few samples; write no files")
    arguments = parser.parse_args()
    work = {"compare": compare, "growth": growth.run, "floor": floor.run}[arguments.what]
    for series in arguments.series:
        with postgres.server() as port, _serving(series, port) as server:
            work(server, arguments)
    return 0


@contextmanager
def _serving(series: str, port: int) -> Iterator[Server]:
    with (
        dataset.copy(Odoo(series), port) as db,
        Server(series, db, port, quick=False) as server,
    ):
        yield server


def compare(server: Server, arguments: argparse.Namespace) -> None:
    machine = report.machine()
    made = setting.make(server)
    figures = _measured(server, [*rows(made), *safely.rows(made)], arguments)
    # later, since from here on contacts are followed
    figures.update(_measured(server, following.rows(made), arguments))
    if (arguments.rows or "") in deliveries.ROW:
        figures.update(deliveries.measure(made))
    if server.series == oca_fastapi.SERIES:
        with oca_fastapi.server(server.databases.postgres_port) as other:
            figures.update(_measured(other, oca_fastapi.rows(setting.make(other)), arguments))
    report.show(server.series, figures)
    if not (arguments.quick or arguments.rows):
        report.save(server.series, machine, figures)


def _measured(server: Server, every: list[Row], arguments: argparse.Namespace) -> report.Figures:
    meter = Meter(server.port, Workers(server))
    chosen = [row for row in every if (arguments.rows or "") in row.name]
    progress = Progress(f"Odoo {server.series}", len(chosen))
    full = Effort(seconds=arguments.seconds, max_samples=200, throughput_seconds=arguments.seconds)
    figures: report.Figures = {}
    for row in chosen:
        progress.start(row.name)
        results = meter.measure(row, QUICK if arguments.quick else full)
        figures[row.name] = {name: result.summary() for name, result in results.items()}
        progress.finish()
    return figures


if __name__ == "__main__":
    sys.exit(main())
