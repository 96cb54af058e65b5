"""Go and two OAuth libraries for the tests, from Debian's packages, unpacked."""

import os

from dev import apt, inplace, paths
from dev.console import Problem

VERSION = "1.19"
PROGRAM = inplace.Program(
    name="go",
    suite="bookworm",
    packages=[
        f"golang-{VERSION}-go",
        "golang-github-gomodule-oauth1-dev",
        "golang-github-mrjones-oauth-dev",
    ],
    binary=f"usr/lib/go-{VERSION}/bin/go",
)


def prepare() -> None:
    if not apt.available():
        raise Problem(
            "the tests in tests/clients need Go from Debian's archive",
            "run them on Debian, with apt",
        )
    PROGRAM.prepare()


def environment() -> dict[str, str]:
    """Environment for a build without modules, cgo and network. It keeps a build cache."""
    return {
        **os.environ,
        "GOROOT": str(PROGRAM.folder / "usr" / "lib" / f"go-{VERSION}"),
        "GOPATH": str(PROGRAM.folder / "usr" / "share" / "gocode"),
        "GOCACHE": str(paths.STATE / "go-cache"),
        "GO111MODULE": "off",
        "CGO_ENABLED": "0",
    }
