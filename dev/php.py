"""PHP with the extension OAuth for the tests and the examples, from Debian's packages, unpacked."""

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
    """The program to start. Call `prepare` first."""
    return PROGRAM.wrapper


def oauth_options() -> list[str]:
    """Command-line options that load the extension (PECL `OAuth`)."""
    folder = PROGRAM.folder / "usr" / "lib" / "php" / "20220829"
    options = [f"extension_dir={folder}", "extension=oauth.so", "display_errors=stderr"]
    return [word for option in options for word in ("-d", option)]


def curl_options() -> list[str]:
    """The command line that loads curl."""
    folder = PROGRAM.folder / "usr" / "lib" / "php" / "20220829"
    return ["-d", f"extension_dir={folder}", "-d", "extension=curl.so"]


def prepare() -> None:
    if not apt.available():
        raise Problem(
            "the tests in tests/clients and tests/docs need PHP from Debian's archive",
            "run them on Debian, with apt",
        )
    PROGRAM.prepare()
