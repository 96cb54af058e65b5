"""`make test`: the linters, then one pytest run over the unit tests and the black-box suite."""

import os
import subprocess
from collections.abc import Sequence

from dev import (
    chromium,
    faketime,
    nginx,
    node,
    paths,
    postgres,
    prepare,
    python,
    wkhtmltopdf,
)
from dev.console import Problem, say

TOOLS = python.Venv("tools", python.host())
# What contradicts one tree for the series 12.0 to 19.0, or this project's layout.
NOT_FOR_THIS_TREE = [
    "manifest-version-format",  # with a series in front it would install on that series only
    "prefer-env-translation",  # `env._` came with 18.0
    "translation-not-lazy",  # `_` takes no arguments before 14.0
    "missing-readme",  # the repository's README is the addon's too
    "consider-merging-classes-inherited",  # one file for each purpose keeps files small
]
CHECKS = {
    "ruff check": ["."],
    "ruff format": ["--check", "."],
    "mypy": [],
    "pylint": [
        "--rcfile=dev/pylintrc",
        "--disable=all",
        "--enable=odoolint",
        f"--disable={','.join(NOT_FOR_THIS_TREE)}",
        "restapi",
    ],
}


def lint() -> None:
    """Runs every checker, also when one before it failed, so that one run shows all there is."""
    failed = []
    for name, arguments in CHECKS.items():
        program, *more = name.split()
        command = [str(TOOLS.path / "bin" / program), *more, *arguments]
        say(f"\n$ {name} {' '.join(arguments)}")
        if subprocess.call(command, cwd=paths.ROOT, env=environment()):
            failed.append(name)
    if failed:
        raise Problem(f"{', '.join(failed)} found problems", "mend what is listed above")


def run(series: Sequence[str], arguments: Sequence[str]) -> int:
    TOOLS.prepare(paths.REQUIREMENTS / "tools.txt", "Python packages of the tools")
    if not arguments:  # with arguments somebody works on some tests, and wants them now
        lint()
    prepare.odoos(series)
    wkhtmltopdf.prepare_builds()
    chromium.prepare()
    node.prepare()
    nginx.prepare()
    faketime.prepare()
    with postgres.server() as port:
        prepare.templates(series, port)
        return pytest(series, arguments)


def pytest(series: Sequence[str], arguments: Sequence[str]) -> int:
    chosen = [f"--series={one}" for one in series]
    # One process per series: a test machine has two cores, and each series its own server.
    workers = ["-n", "2"] if len(series) > 1 else ["-n", "0"]
    command = [str(TOOLS.python), "-m", "pytest", *workers, *chosen, *arguments]
    say(f"\n$ pytest {' '.join(command[3:])}")
    env = {**environment(), **node.for_playwright(TOOLS)}
    return subprocess.call(command, cwd=paths.ROOT, env=env)


def environment() -> dict[str, str]:
    tools_path = os.pathsep.join(
        [str(TOOLS.path / "bin"), str(paths.STATE / "bin"), os.environ["PATH"]]
    )
    return {**os.environ, "PATH": tools_path, "PYTHONPATH": str(paths.ROOT)}
