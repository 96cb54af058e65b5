"""python -m bench --series 19.0 [growth|floor] [--rows TEXT] [--quick]: the command behind `make bench`."""

import argparse
import sys
from contextlib import ExitStack

from bench import chart, dataset, floor, following, growth, report, safely, setting
from bench.measure import Effort, Meter
from bench.processes import Workers
from bench.progress import Progress
from bench.rows import OWN, rows
from dev import postgres
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
        with ExitStack() as stack:
            port = stack.enter_context(postgres.server())
            db = stack.enter_context(dataset.copy(series, port))
            options = {"max_cron_threads": 0, "dbfilter": ""}
            server = stack.enter_context(Server(series, db, port, workers=2, extra_conf=options))
            work(server, arguments)
    return 0


def compare(server: Server, arguments: argparse.Namespace) -> None:
    machine = report.machine()
    meter = Meter(server.port, Workers(server))
    made = setting.make(server)
    every = [*rows(made), *safely.rows(made), *following.rows(made)]
    chosen = [row for row in every if (arguments.rows or "") in row.name]
    progress = Progress(f"Odoo {server.series}", len(chosen))
    full = Effort(seconds=arguments.seconds, max_samples=200, throughput_seconds=arguments.seconds)
    figures: report.Figures = {}
    for row in chosen:
        progress.start(row.name)
        results = meter.measure(row, QUICK if arguments.quick else full)
        figures[row.name] = {name: result.summary() for name, result in results.items()}
        progress.finish()
    ratios, memory = report.table(figures), report.memory_table(figures)
    print(
        f"\nOdoo {server.series}: milliseconds of this API; its time / server CPU ÷ those of others"
    )
    print(report.text(ratios))
    if len(memory) > 1:
        print("\nMiB that one request adds to a new worker")
        print(report.text(memory))
    if arguments.quick or arguments.rows:
        return
    name = server.series
    report.write_csv(name, ratios)
    report.write_csv(f"{name}-memory", memory)
    others = [other for other in report.others(figures) if other != OWN]
    times = {
        row: [report.ratio(sides, other, "median_ms") for other in others]
        for row, sides in figures.items()
        if set(sides) != {"restapi", OWN}
    }
    title = f"Odoo {name}: time of a request, this API ÷ others (left of the line: faster)"
    (report.DOCS / f"{name}.svg").write_text(
        chart.bars(title, [f"÷ {other}" for other in others], times)
    )
    print(f"\nwrote {report.write(name, {'machine': machine, 'rows': figures})}")


if __name__ == "__main__":
    sys.exit(main())
