"""Runs `python3 -m dev` in a process of its own, as people do."""

import os
import subprocess
import sys

from dev import paths


def run_dev(*arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "dev", *arguments],
        cwd=paths.ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
