"""PHP with the extension OAuth, for tests and the documentation's examples: Debian's, unpacked and run
as ourselves."""

from pathlib import Path

from dev import apt, inplace
from dev.console import Problem

PROGRAM = inplace.Program(
    name="php",
    suite="bookworm",
    packages=["php8.2-cli", "php8.2-curl", "php8.2-oauth"],
    binary="usr/bin/php8.2",
)


def path() -> Path:
    """What to start; `prepare` has made it."""
    return PROGRAM.wrapper


def oauth_options() -> list[str]:
    """The command line that loads the extension (PECL `OAuth`)."""
    folder = PROGRAM.folder / "usr" / "lib" / "php" / "20220829"
    options = [f"extension_dir={folder}", "extension=oauth.so", "display_errors=stderr"]
    return [word for option in options for word in ("-d", option)]


def prepare() -> None:
    if not apt.available():
        raise Problem("there is no PHP for the tests", "Debian's apt unpacks it")
    PROGRAM.prepare()
