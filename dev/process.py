"""Runs other programs: their output goes to a log, their failure becomes a message that says what to do."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from dev import paths
from dev.console import Problem, Step

FULL_DISK = re.compile(r"No space left on device|Disk quota exceeded|not enough free space", re.I)
NO_NETWORK = re.compile(
    r"Temporary failure (in name resolution|resolving)|Could not resolve|Name or service not known|"
    r"Network is unreachable|No route to host|Connection (refused|timed out)|Could not connect|"
    r"NewConnectionError|ECONNREFUSED|ENOTFOUND|EAI_AGAIN|Failed to fetch",
    re.I,
)


class Failed(Problem):
    """A program ended with an error; `output` is what it said."""

    def __init__(self, what: str, todo: str, output: str) -> None:
        super().__init__(what, todo)
        self.output = output


def explain(output: str, log: Path) -> str:
    if FULL_DISK.search(output):
        return f"the disk is full: make room (`make clean` frees {paths.STATE}) and run the command again"
    if NO_NETWORK.search(output):
        return (
            "the network or the package server can't be reached: run the command again when it can; "
            "what was downloaded is kept. With an Odoo of your own set ODOO_PATH_19_0 or "
            "ODOO_PATH_14_0 to its folder: then no Odoo is downloaded"
        )
    return f"the whole output is in {log}; running the command again redoes only this step"


def ending_with_us() -> list[str]:
    """What to put before a command that must not go on, and write, when we are killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--"] if setpriv else []


def run(
    command: Sequence[str | Path],
    *,
    log: str,
    step: Step | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    stdin: str | None = None,
) -> str:
    """Runs `command` to its end and returns what it printed; raises `Failed` with a remedy.

    `env` is added to the environment.
    """
    paths.ensure(paths.LOG)
    log_path = paths.LOG / f"{log}.log"
    lines: list[str] = []
    with log_path.open("a", encoding="utf-8", buffering=1) as sink:  # for `tail -f`
        sink.write(f"$ {' '.join(map(str, command))}\n")
        with subprocess.Popen(
            [*ending_with_us(), *map(str, command)],
            stdin=subprocess.PIPE if stdin is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C.UTF-8", **(env or {})},
            cwd=cwd or paths.STATE,
            text=True,
            errors="replace",
        ) as process:
            if stdin is not None and process.stdin:
                process.stdin.write(stdin)
                process.stdin.close()
            assert process.stdout
            for line in process.stdout:
                lines.append(line)
                sink.write(line)
                if step:
                    step.note(line)
        code = process.returncode
    output = "".join(lines)
    if code:
        tail = "".join(f"    {line}" for line in lines[-12:]).rstrip()
        name = Path(command[0]).name
        raise Failed(f"{name} failed ({code}):\n{tail}", explain(output, log_path), output)
    return output
