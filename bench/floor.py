"""`make bench ARGS=floor`: where the time of a request goes, and what it costs at least."""

import argparse
import json
import re

from bench import report
from bench.dataset import SCRIPT
from tests.harness.server import Server

FLOOR = SCRIPT.with_name("floor.py")
COLUMNS = ["an empty route", "bare ORM call", "the look at a token", "ours", "JSON-RPC"]


def run(server: Server, arguments: argparse.Namespace) -> None:
    machine = report.machine()
    server.stop()  # all is measured in a process of its own
    output = server.databases.odoo_run(
        server.db, f"floor-{server.db}", ["--log-level=warn"], stdin=FLOOR.read_text()
    )
    (text,) = re.findall(r"RESTAPI-FLOOR (\{.*\})", output)
    figures = json.loads(text)
    lines = [["milliseconds", *COLUMNS]]
    lines += [[row, *(f"{parts[name]:.2f}" for name in COLUMNS)] for row, parts in figures.items()]
    print(f"\nOdoo {server.series}: in one process, without a socket")
    print(report.text(lines))
    if arguments.quick:
        return
    name = f"{server.series}-floor"
    report.write_csv(name, lines)
    print(f"\nwrote {report.write(name, {'machine': machine, 'rows': figures})}")
