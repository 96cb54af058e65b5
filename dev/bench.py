"""`make bench`: runs the package `bench`, which compares this API with Odoo's own."""

import subprocess
from collections.abc import Sequence

from dev import paths, prepare
from dev.test import TOOLS, environment


def run(series: Sequence[str], arguments: Sequence[str]) -> int:
    TOOLS.prepare(paths.REQUIREMENTS / "tools.txt", "Python packages of the tools")
    prepare.odoos(series)
    chosen = [f"--series={one}" for one in series]
    command = [str(TOOLS.python), "-m", "bench", *chosen, *arguments]
    return subprocess.call(command, cwd=paths.ROOT, env=environment())
