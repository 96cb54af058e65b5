"""python3 -m dev COMMAND: what the targets of the Makefile run."""

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
)
from dev.console import Problem, complain, say
from dev.odoo import Odoo, available
from dev.series import USUAL

HELP = """\
make demo  [SERIES=19.0] [PORT=8069]        serve a real Odoo with the addon, and print requests to try
make unit  [ARGS='-k name -x']              lint, and test what needs no Odoo
make test  [SERIES=…] [ARGS='-k name -x']   lint, and test on every series that is here: 14.0, 19.0 and
                                            each with a path; with ARGS no lint, pytest's arguments
make soak [SERIES=…]                        load for minutes, more fuzzing, faults; prints its figures
make mutants [SERIES=…] [ARGS='--only 24']  takes out each protection in turn; the tests for it must fail
make bench [SERIES=…] [ARGS='--rows read']  ours against Odoo's own APIs; ARGS=growth: time against sizes,
                                            ARGS=floor: where the time goes
make docs                                   the documentation, in .odoo/docs
make zip                                    the addon as users install it, in .odoo/dist
make prepare [SERIES=…]                     download and set up everything, without starting it
make clean                                  remove .odoo, which holds all that was made

SERIES=19.0 python3 -m dev odoo -- shell -d NAME      Odoo's own command line
SERIES=19.0 python3 -m dev db list|copy FROM TO|drop NAME
python3 -m dev i18n                           restapi/i18n: new texts into the template and the languages

ODOO_PATH_17_0=/path                         an Odoo that you have: 12.0, 13.0, 15.0 to 18.0 and 20.0
                                             need one, 14.0 and 19.0 come from Debian otherwise
ODOO_PYTHON_12_0=/path                       a Python for it, which is looked for otherwise
RESTAPI_CACHE=/path                          keep downloads there, for several clones"""


def chosen_series() -> list[str]:
    """Checked at once: what is wrong with one of them is told before anything long begins."""
    chosen = os.environ.get("SERIES", "").replace(",", " ").split() or available()
    for one in chosen:
        Odoo(one).check_own_path()
    return chosen


def one_series() -> str:
    series = os.environ.get("SERIES", "").split() or [USUAL]
    if len(series) > 1:
        raise Problem("this works on one series", f"say which, as in SERIES={USUAL}")
    return series[0]


def help_command(arguments: Sequence[str]) -> int:
    say(HELP)
    return 0


def demo_command(arguments: Sequence[str]) -> int:
    text = os.environ.get("PORT") or "8069"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Problem(
            f"PORT={text} is no port", "a number from 1 to 65535, as in make demo PORT=8070"
        )
    return demo.run(one_series(), int(text))


def prepare_command(arguments: Sequence[str]) -> int:
    prepare.odoos(chosen_series())
    with postgres.server() as port:
        prepare.bare_databases(chosen_series(), port)
    return 0


def test_command(arguments: Sequence[str]) -> int:
    return test.run(chosen_series(), [*arguments, *shlex.split(os.environ.get("ARGS", ""))])


def unit_command(arguments: Sequence[str]) -> int:
    return test.run_units([*arguments, *shlex.split(os.environ.get("ARGS", ""))])


def soak_command(arguments: Sequence[str]) -> int:
    os.environ.update(RESTAPI_SOAK="1", RESTAPI_FUZZ=os.environ.get("RESTAPI_FUZZ") or "20")
    # one series after the other: each is to have the machine for itself
    chosen = list(arguments) or [
        *("tests/soak", "tests/fuzz", "tests/faults"),
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
        # A subcommand stands before the options.
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
                raise Problem("unknown request", "db list | db copy FROM TO | db drop NAME")
    return 0


def translations_command(arguments: Sequence[str]) -> int:
    prepare.odoos(available())
    with postgres.server() as port:
        translations.update(available(), port)
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
}


def explain(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"the disk is full: make room (`make clean` frees {paths.STATE}), then run it again"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return (
            "the file belongs to somebody else, perhaps to root who ran make here before: "
            "run `make clean` as that user, or make it yours with chown"
        )
    return "mend this and run the command again: what is done is kept"


def main() -> int:
    name, *arguments = sys.argv[1:] or ["help"]
    if name not in COMMANDS:
        complain(f"there is no command {name}\n\n{HELP}")
        return 2
    try:
        paths.ensure(paths.STATE)
        return COMMANDS[name]([word for word in arguments if word != "--"])
    except Problem as problem:
        complain(f"\n{problem}")
    except OSError as error:
        complain(f"\n{Problem(str(error), explain(error))}")
    except KeyboardInterrupt:
        complain("\ninterrupted; what is done is kept")
        return 130
    return 1


if __name__ == "__main__":
    sys.exit(main())
