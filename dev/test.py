"""`make test`: runs the linters, then the unit tests and the black-box suite in one pytest run."""

import functools
import os
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

from dev import (
    chromium,
    examples,
    faketime,
    generators,
    go,
    nginx,
    node,
    paths,
    php,
    postgres,
    prepare,
    python,
    wkhtmltopdf,
)
from dev.console import Problem, say

TOOLS = python.Venv("tools", python.host())
# Checks that do not fit one tree for 12.0 to 19.0, or the layout of this project.
NOT_FOR_THIS_TREE = [
    "manifest-version-format",  # a version with a series would install on that series only
    "prefer-env-translation",  # `env._` is new in 18.0
    "translation-not-lazy",  # `_` takes no arguments before 14.0
    "missing-readme",  # the README of the repository is also the addon's
    "consider-merging-classes-inherited",  # a class is split by purpose to keep files small
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


# What the tests of a folder need besides Odoo, PostgreSQL and Chromium, which are always prepared.
PROGRAMS: dict[str, list[Callable[[], None]]] = {
    "browser": [node.prepare, php.prepare],
    "clients": [node.prepare, go.prepare, php.prepare, generators.prepare],
    "docs": [node.prepare, nginx.prepare, examples.prepare],
    "faults": [faketime.prepare],
    "openapi": [generators.prepare_python],
    "report": [wkhtmltopdf.prepare_builds, nginx.prepare],
    "soak": [nginx.prepare],
}


@contextmanager
def linting() -> Iterator[None]:
    """Runs every linter while the body runs, then shows what they found.

    :raises Problem: a linter found something
    """
    with ThreadPoolExecutor() as pool:
        running = {name: pool.submit(check, name) for name in CHECKS}
        yield
        done = {name: one.result() for name, one in running.items()}
    for name, result in done.items():
        say(f"\n$ {name} {' '.join(CHECKS[name])}\n{result.stdout.rstrip()}")
    failed = [name for name, result in done.items() if result.returncode]
    if failed:
        raise Problem(f"{', '.join(failed)} found problems", "fix what is listed above")


def prepare_tools() -> None:
    TOOLS.prepare(paths.REQUIREMENTS / "tools.txt", "Python packages of the tools")


def check(name: str) -> subprocess.CompletedProcess[str]:
    prepare_tools()
    program, *more = name.split()
    command = [str(TOOLS.path / "bin" / program), *more, *CHECKS[name]]
    return subprocess.run(
        command,
        cwd=paths.ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def run(series: Sequence[str], arguments: Sequence[str]) -> int:
    with postgres.server() as port:
        # With arguments, the results of the tests are wanted first.
        with nullcontext() if arguments else linting():
            databases = functools.partial(prepare.templates, series, port)
            in_parallel([prepare_tools, databases, *programs(arguments)])
        return pytest(series, arguments)


def programs(arguments: Sequence[str]) -> list[Callable[[], None]]:
    """What prepares the programs of the chosen tests, or of all if the arguments name no folder."""
    chosen = [Path(one).parts for one in arguments if one.startswith("tests/")]
    named = {folder for parts in chosen for folder in parts[1:2]}
    everywhere = [wkhtmltopdf.prepare] if named else [wkhtmltopdf.prepare, chromium.prepare]
    return [
        *everywhere,
        *{one for folder in named or PROGRAMS for one in PROGRAMS.get(folder, [])},
    ]


def in_parallel(work: Sequence[Callable[[], None]]) -> None:
    """Calls all functions at once, because most wait for the network. Raises the first error."""
    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(one) for one in work]:
            done.result()


def run_units(arguments: Sequence[str]) -> int:
    """`make unit`: the tests that need no Odoo, and the linters beside them unless there are arguments."""
    prepare_tools()
    command = [str(TOOLS.python), "-m", "pytest", "-q", "-n2", "tests/unit", *arguments]
    with nullcontext() if arguments else linting():
        return subprocess.call(command, cwd=paths.ROOT, env=environment())


def pytest(series: Sequence[str], arguments: Sequence[str]) -> int:
    chosen = [f"--series={one}" for one in series]
    # Two processes per series, each with its own server, and one more, because tests wait. With arguments and
    # one series there is only one, so that output is visible and a debugger works.
    workers = 0 if arguments and len(series) == 1 else 2 * len(series) + 1
    processes = [f"-n{workers}", "--no-loadscope-reorder"]  # long tests already come early
    command = [str(TOOLS.python), "-m", "pytest", *processes, *chosen, *arguments]
    say(f"\n$ pytest {' '.join(command[3:])}")
    env = {**environment(), **node.for_playwright(TOOLS)}
    return subprocess.call(command, cwd=paths.ROOT, env=env)


def environment() -> dict[str, str]:
    tools_path = os.pathsep.join(
        [str(TOOLS.path / "bin"), str(paths.STATE / "bin"), os.environ["PATH"]]
    )
    return {
        **os.environ,
        "PATH": tools_path,
        "PYTHONPATH": str(paths.ROOT),
        # Containers often forbid bytecode. Without it each start compiles all packages again.
        "PYTHONDONTWRITEBYTECODE": "",
        "PYTHONPYCACHEPREFIX": str(paths.STATE / "bytecode"),
    }
