"""`make bench ARGS=floor`: measures the parts of a request, and the least that one can cost."""

import argparse
import json
import re

from bench import report
from bench.dataset import SCRIPT
from dev import paths
from tests.harness.server import Server

FLOOR = SCRIPT.with_name("floor.py")
IN_PROCESS = paths.ROOT / "dev" / "inside" / "in_process.py"
ROUNDS = 12
COLUMNS = [
    "an empty route",
    "bare ORM call",
    "checking a token",
    "an entity tag",
    "this API",
    "JSON-RPC",
    "JSON-2",
]
# What no request can do without that asks the database whether its token is valid.
FLOOR_PARTS = ["an empty route", "bare ORM call", "checking a token"]


def run(server: Server, arguments: argparse.Namespace) -> None:
    machine = report.machine()
    server.stop()  # the measurement runs in another process
    rounds = 1 if arguments.quick else ROUNDS
    script = f"ROUNDS = {rounds}\n{IN_PROCESS.read_text()}{FLOOR.read_text()}"
    output = server.databases.odoo_run(
        server.db, f"floor-{server.db}", ["--log-level=warn"], stdin=script
    )
    (text,) = re.findall(r"RESTAPI-FLOOR (\{.*\})", output)
    figures = json.loads(text)
    name = f"{server.series}-floor"
    tables = {name: _rows(figures["rows"]), f"{name}-signed": _signed(figures["signed"])}
    print(f"\nOdoo {server.series}: in one process, without a socket")
    for lines in tables.values():
        print(report.text(lines))
    if arguments.quick:
        return
    for table, lines in tables.items():
        report.write_csv(table, lines)
    print(f"\nwrote {report.write(name, {'machine': machine, **figures})}")


def _rows(figures: dict[str, dict[str, float]]) -> list[list[str]]:
    columns = [name for name in COLUMNS if all(name in parts for parts in figures.values())]
    lines = [["milliseconds", *columns, "the floor", "this API ÷ the floor"]]
    for row, parts in figures.items():
        floor = sum(parts[name] for name in FLOOR_PARTS)
        cells = [*(parts[name] for name in columns), floor, parts["this API"] / floor]
        lines.append([row, *(f"{cell:.2f}" for cell in cells)])
    return lines


def _signed(parts: dict[str, float]) -> list[list[str]]:
    bearer, signed, *others = parts.values()
    cells = [*parts.values(), signed / bearer, (bearer + sum(others)) / bearer]
    return [
        ["milliseconds", *parts, "signed ÷ bearer", "the floor ÷ bearer"],
        ["read 1 × 5 fields", *(f"{cell:.2f}" for cell in cells)],
    ]
