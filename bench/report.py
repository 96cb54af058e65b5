"""Results of a run: JSON with all figures, and tables for the terminal and the documentation."""

import csv
import json
import os
import platform
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import psutil

from bench import chart
from bench.rows import OWN
from dev import paths

# The figures in the documentation are committed. A run replaces them.
DOCS = paths.ROOT / "docs" / "explanation" / "performance"

# The columns of this API's own figures.
COLUMNS = {
    "median_ms": "median",
    "p95_ms": "p95",
    "p99_ms": "p99",
    "cpu_ms": "CPU",
    "per_second": "1/s",
    "eight_p99_ms": "p99 of eight",
}

Figures = dict[str, dict[str, dict[str, float]]]  # row → side → figure


def machine() -> dict[str, Any]:
    """The machine and the commit, on which the figures depend."""
    model = platform.processor()
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            model = line.partition(":")[2].strip()
            break
    return {
        "cpu": model,
        "cores": os.cpu_count(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30),
        "kernel": platform.release(),
        "load_at_start": round(os.getloadavg()[0], 2),
        "date": datetime.now(timezone.utc).date().isoformat(),
        "commit": _commit(),
    }


def _commit() -> str:
    answer = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout.strip()


def show(series: str, figures: Figures) -> None:
    print(
        f"\nOdoo {series}: milliseconds of this API; its time / server CPU / time with eight clients "
        "÷ those of others"
    )
    print(text(table(figures)))
    memory = memory_table(figures)
    if len(memory) > 1:
        print("\nMiB that one request adds to a new worker")
        print(text(memory))


def save(series: str, machine: dict[str, Any], figures: Figures) -> None:
    """Write the tables, the chart and all figures into the documentation."""
    write_csv(series, table(figures))
    write_csv(f"{series}-memory", memory_table(figures))
    names = [name for name in others(figures) if name != OWN]
    times = {
        row: [ratio(sides, name, "median_ms") for name in names]
        for row, sides in figures.items()
        if not set(sides) <= {"restapi", OWN}
    }
    title = f"Odoo {series}: time of a request, this API ÷ others (left of the line: faster)"
    (DOCS / f"{series}.svg").write_text(chart.bars(title, [f"÷ {name}" for name in names], times))
    print(f"\nwrote {write(series, {'machine': machine, 'rows': figures})}")


def write(name: str, content: dict[str, Any]) -> Path:
    paths.ensure(DOCS)
    path = DOCS / f"{name}.json"
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n")
    return path


def ratio(sides: dict[str, dict[str, float]], other: str, figure: str) -> float | None:
    """A figure of this API divided by that of another; None if there is none."""
    if other not in sides or not sides[other].get(figure):
        return None
    return sides["restapi"][figure] / sides[other][figure]


def others(figures: Figures) -> list[str]:
    """Names of the other APIs, in the order in which they appear."""
    names = [side for sides in figures.values() for side in sides if side != "restapi"]
    return list(dict.fromkeys(names))


def table(figures: Figures) -> list[list[str]]:
    """This API's figures, and their ratios: median time / CPU time of the server / time with eight clients."""
    names = others(figures)
    lines = [["", *COLUMNS.values(), *[f"÷ {name}" for name in names]]]
    for row, sides in figures.items():
        ours = sides["restapi"]
        line = [row, *(_short(ours[name]) if name in ours else "" for name in COLUMNS)]
        for name in names:
            three = [ratio(sides, name, figure) for figure in ("median_ms", "cpu_ms")]
            rate = ratio(sides, name, "per_second")
            three.append(rate and 1 / rate)
            line.append(" / ".join(f"{one:.2f}" for one in three if one is not None))
        lines.append(line)
    return lines


def memory_table(figures: Figures) -> list[list[str]]:
    """The table of MiB that one request adds to a new worker."""
    heavy = {row: sides for row, sides in figures.items() if "added_mib" in sides["restapi"]}
    names = ["restapi", *others(heavy)]
    lines = [["", *names]]
    for row, sides in heavy.items():
        cells = [sides.get(name, {}).get("added_mib") for name in names]
        lines.append([row, *("" if cell is None else f"{cell:.1f}" for cell in cells)])
    return lines


def _short(figure: float) -> str:
    return (
        f"{figure:.2f}" if figure < 10 else f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}"
    )


def text(lines: list[list[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        for line in lines
    )


def write_csv(name: str, lines: list[list[str]]) -> None:
    paths.ensure(DOCS)
    with (DOCS / f"{name}.csv").open("w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(lines)
