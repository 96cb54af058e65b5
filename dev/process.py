"""Runs other programs. Their output goes to a log; a failure becomes a message that says what to do."""

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
    """A program ended with an error. `output` is what it printed."""

    def __init__(self, what: str, remedy: str, output: str) -> None:
        super().__init__(what, remedy)
        self.output = output


def explain(output: str, log: Path) -> str:
    """What to do about a program that failed with this output."""
    if FULL_DISK.search(output):
        return (
            f"the disk is full: free some space (`make clean` empties {paths.STATE}) and run the "
            "command again"
        )
    if NO_NETWORK.search(output):
        return (
            "the network or the package server is unreachable: check the connection and run the command "
            "again; it keeps finished downloads. To use your own Odoo instead of downloading one, set "
            "ODOO_PATH_19_0 or ODOO_PATH_14_0 to its folder"
        )
    return f"read the full output in {log}; running the command again repeats only this step"


def killed_with_parent() -> list[str]:
    """A prefix for commands that must end when this process is killed, so that they write no more."""
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
    """Runs `command`, waits for its end and returns what it printed.

    :param log: name of the log, without its extension
    :param step: shows the last line of the output as its progress
    :param env: variables added to the environment
    :raises Failed: the command ended with an error
    """
    paths.ensure(paths.LOG)
    log_path = paths.LOG / f"{log}.log"
    lines: list[str] = []
    with log_path.open("a", encoding="utf-8", buffering=1) as sink:  # for `tail -f`
        sink.write(f"$ {' '.join(map(str, command))}\n")
        with subprocess.Popen(
            [*killed_with_parent(), *map(str, command)],
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
