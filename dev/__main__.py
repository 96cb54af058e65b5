"""python3 -m dev COMMAND: the commands behind the targets of the Makefile."""

import errno
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence

from dev import (
    bench,
    database,
    demo,
    mutants,
    package,
    paths,
    postgres,
    prepare,
    server,
    stamp,
    test,
    translations,
    vendor,
)
from dev.console import Problem, print_error, say
from dev.odoo import Odoo, available
from dev.series import DEFAULT

HELP = """\
make demo  [SERIES=19.0] [PORT=8069]        serve a real Odoo with the addon, and print requests to try
make unit  [ARGS='-k name -x']              run the linters and the tests that need no Odoo;
                                            with ARGS (for pytest) only the tests
make test  [SERIES=…] [ARGS='-k name -x']   run the linters and all tests, by default on 14.0, 19.0 and
                                            each series with a path; with ARGS only the tests
make soak [SERIES=…]                        run load tests for minutes, more fuzzing and fault tests
make mutants [SERIES=…] [ARGS='--only pkce'] remove each protection in turn; its tests must fail
make bench [SERIES=…] [ARGS='--rows read']  compare this API with Odoo's own; ARGS=growth: time by size,
                                            ARGS=floor: where the time of a request goes
make docs                                   build the documentation in .odoo/docs
make zip                                    build the addon as users install it, in .odoo/dist
make prepare [SERIES=…]                     download and set up everything, but start nothing
make clean                                  remove .odoo, which holds everything that make creates

SERIES=19.0 python3 -m dev odoo -- shell -d NAME      run Odoo's own command line
SERIES=19.0 python3 -m dev db list|copy FROM TO|drop NAME
python3 -m dev i18n                           collect new texts into the translations in restapi/i18n
python3 -m dev vendor [PACKAGE VERSION]       fetch the third-party programs in restapi/static/lib

ODOO_PATH_17_0=/path                         use your own Odoo. 12.0, 13.0, 15.0 to 18.0 and 20.0 need
                                             this; 14.0 and 19.0 come from Debian without it
ODOO_PYTHON_12_0=/path                       use this Python for it instead of the one found
RESTAPI_CACHE=/path                          keep downloads there, to share them between clones"""


def chosen_series() -> list[str]:
    """The series to work on. Each is checked now, so that errors appear before any long work.

    :raises Problem: a series is unknown or unavailable, or its ODOO_PATH is wrong
    """
    chosen = os.environ.get("SERIES", "").replace(",", " ").split() or available()
    for one in chosen:
        Odoo(one).check_own_path()
    return chosen


def one_series() -> str:
    series = os.environ.get("SERIES", "").split() or [DEFAULT]
    if len(series) > 1:
        raise Problem("this command works on one series only", f"name one, as in SERIES={DEFAULT}")
    return series[0]


def help_command(arguments: Sequence[str]) -> int:
    say(HELP)
    return 0


def demo_command(arguments: Sequence[str]) -> int:
    text = os.environ.get("PORT") or "8069"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Problem(
            f"PORT={text} is not a port",
            "use a number from 1 to 65535, as in make demo PORT=8070",
        )
    return demo.run(one_series(), int(text))


def prepare_command(arguments: Sequence[str]) -> int:
    series = chosen_series()  # before anything is started
    with postgres.server() as port:
        prepare.bare_databases(series, port)
    return 0


def test_command(arguments: Sequence[str]) -> int:
    return test.run(chosen_series(), [*arguments, *shlex.split(os.environ.get("ARGS", ""))])


def unit_command(arguments: Sequence[str]) -> int:
    return test.run_units([*arguments, *shlex.split(os.environ.get("ARGS", ""))])


def soak_command(arguments: Sequence[str]) -> int:
    os.environ.update(RESTAPI_SOAK="1", RESTAPI_FUZZ=os.environ.get("RESTAPI_FUZZ") or "20")
    # one series at a time, so that each has the machine to itself
    chosen = list(arguments) or [
        *("tests/soak", "tests/fuzz", "tests/faults", "tests/openapi/test_schemathesis.py"),
        *("-s", *shlex.split(os.environ.get("ARGS", ""))),
    ]
    return max(test.run([series], chosen) for series in chosen_series())


def mutants_command(arguments: Sequence[str]) -> int:
    return mutants.run(chosen_series(), [*arguments, *shlex.split(os.environ.get("ARGS", ""))])


def bench_command(arguments: Sequence[str]) -> int:
    return bench.run(chosen_series(), [*arguments, *shlex.split(os.environ.get("ARGS", ""))])


def docs_command(arguments: Sequence[str]) -> int:
    return package.make_docs()


def zip_command(arguments: Sequence[str]) -> int:
    package.make_zip()
    return 0


def clean_command(arguments: Sequence[str]) -> int:
    postgres.stop_unused()
    stamp.remove(paths.STATE)
    return 0


def odoo_command(arguments: Sequence[str]) -> int:
    odoo = Odoo(one_series())
    odoo.prepare()
    with postgres.server() as port:
        config = server.write_config(odoo, f"cli-{os.getpid()}", port, {})
        # A subcommand comes before the options.
        head = [word for word in arguments[:1] if not word.startswith("-")]
        command = odoo.command(*head, "--config", str(config), *arguments[len(head) :])
        env = {**os.environ, **odoo.env, **server.environment()}
        try:
            return subprocess.call(command, env=env, cwd=paths.ROOT)
        finally:
            config.unlink(missing_ok=True)


def database_command(arguments: Sequence[str]) -> int:
    odoo = Odoo(one_series())
    odoo.prepare()
    with postgres.server() as port:
        databases = database.Databases(odoo, port)
        match list(arguments):
            case ["copy", source, target]:
                databases.copy(source, target)
            case ["drop", name]:
                databases.drop(name)
            case ["list"] | []:
                say("\n".join(sorted(databases.keys())))
            case _:
                raise Problem(
                    "unknown subcommand of db", "use: db list | db copy FROM TO | db drop NAME"
                )
    return 0


def translations_command(arguments: Sequence[str]) -> int:
    prepare.odoos(available())
    with postgres.server() as port:
        translations.update(available(), port)
    return 0


def vendor_command(arguments: Sequence[str]) -> int:
    if len(arguments) not in (0, 2):
        raise Problem("unknown request", "vendor | vendor PACKAGE VERSION")
    vendor.renew(*arguments)
    return 0


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "help": help_command,
    "demo": demo_command,
    "unit": unit_command,
    "test": test_command,
    "soak": soak_command,
    "mutants": mutants_command,
    "bench": bench_command,
    "docs": docs_command,
    "zip": zip_command,
    "prepare": prepare_command,
    "clean": clean_command,
    "odoo": odoo_command,
    "db": database_command,
    "i18n": translations_command,
    "vendor": vendor_command,
}


def explain(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return (
            f"the disk is full: free some space (`make clean` empties {paths.STATE}) and run the "
            "command again"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            "the file belongs to another user, perhaps because root ran make here before: "
            "run `make clean` as that user, or take ownership with chown"
        )
    return "fix this and run the command again; it continues where it stopped"


def main() -> int:
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in COMMANDS:
        print_error(f"unknown command {name}; use one of these:\n\n{HELP}")
        return 2
    try:
        paths.ensure(paths.STATE)
        return COMMANDS[name]([word for word in arguments if word != "--"])
    except Problem as problem:
        print_error(f"\n{problem}")
    except OSError as error:
        print_error(f"\n{Problem(str(error), explain(error))}")
    except KeyboardInterrupt:
        print_error("\ninterrupted; run the command again to continue")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
