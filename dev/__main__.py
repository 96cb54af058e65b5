"""python3 -m dev COMMAND: what the targets of the Makefile run."""

import argparse
import os
import shlex
import subprocess
import sys
from collections.abc import Callable

from dev import database, demo, paths, postgres, prepare, python, server, test
from dev.console import Problem, complain
from dev.odoo import SERIES, Odoo


def chosen_series(text: str | None) -> list[str]:
    return text.replace(",", " ").split() if text else list(SERIES)


def prepare_command(options: argparse.Namespace) -> int:
    """prepare Odoo, its Python, PostgreSQL and the databases"""
    series = chosen_series(options.series)
    prepare.odoos(series)
    with postgres.server() as port:
        prepare.bare_databases(series, port)
    return 0


def test_command(options: argparse.Namespace) -> int:
    """lint, then test: python3 -m dev --series 14.0 test -- -k name -x"""
    arguments = [*options.arguments, *shlex.split(os.environ.get("ARGS", ""))]
    return test.run(chosen_series(options.series), [a for a in arguments if a != "--"])


def demo_command(options: argparse.Namespace) -> int:
    """serve a demo: SERIES=19.0 PORT=8069 make demo"""
    series = chosen_series(options.series or SERIES[0])
    if len(series) > 1:
        raise Problem("a demo serves one series", "start one for each, with a PORT of its own")
    text = os.environ.get("PORT") or "8069"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Problem(
            f"PORT={text} is no port", "a number from 1 to 65535, as in make demo PORT=8070"
        )
    return demo.run(series[0], int(text))


def odoo_command(options: argparse.Namespace) -> int:
    """run Odoo's own command line: SERIES=19.0 python3 -m dev odoo -- -d NAME …"""
    odoo = Odoo(chosen_series(options.series or SERIES[0])[0])
    odoo.prepare()
    with postgres.server() as port:
        config = server.write_config(odoo, f"cli-{os.getpid()}", port, {})
        arguments = options.arguments[options.arguments[:1] == ["--"] :]
        head = arguments[:1] if arguments[:1] in (["shell"], ["scaffold"], ["cloc"]) else []
        command = odoo.command(*head, "--config", str(config), *arguments[len(head) :])
        try:
            env = {**os.environ, **odoo.env, **server.environment()}
            return subprocess.call(command, env=env, cwd=paths.ROOT)
        except KeyboardInterrupt:
            return 130
        finally:
            config.unlink(missing_ok=True)


def database_command(options: argparse.Namespace) -> int:
    """list, copy or drop databases: SERIES=19.0 python3 -m dev db copy FROM TO"""
    odoo = Odoo(chosen_series(options.series or SERIES[0])[0])
    odoo.prepare()
    with postgres.server() as port:
        databases = database.Databases(odoo, port)
        match options.arguments:
            case ["copy", source, target]:
                databases.copy(source, target)
            case ["drop", name]:
                databases.drop(name)
            case ["list"] | []:
                print("\n".join(sorted(databases.keys())))
            case _:
                raise Problem("unknown request", "db list | db copy FROM TO | db drop NAME")
    return 0


COMMANDS: dict[str, Callable[[argparse.Namespace], int]] = {
    "demo": demo_command,
    "prepare": prepare_command,
    "test": test_command,
    "odoo": odoo_command,
    "db": database_command,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python3 -m dev")
    parser.add_argument("--series", default=os.environ.get("SERIES"))
    commands = parser.add_subparsers(dest="command", required=True)
    for name, function in COMMANDS.items():
        command = commands.add_parser(name, help=function.__doc__)
        if name in ("odoo", "db", "test"):
            command.add_argument("arguments", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    try:
        python.check_host()
        paths.ensure(paths.STATE)
        return COMMANDS[options.command](options)
    except Problem as problem:
        complain(f"\n{problem}")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
