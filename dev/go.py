"""Go and two OAuth libraries for the tests: Debian's, unpacked and run as ourselves."""

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
        raise Problem("there is no Go for the tests", "Debian's apt unpacks it")
    PROGRAM.prepare()


def environment() -> dict[str, str]:
    """For a build without modules, cgo and the network; what is built is kept for the next time."""
    return {
        **os.environ,
        "GOROOT": str(PROGRAM.folder / "usr" / "lib" / f"go-{VERSION}"),
        "GOPATH": str(PROGRAM.folder / "usr" / "share" / "gocode"),
        "GOCACHE": str(paths.STATE / "go-cache"),
        "GO111MODULE": "off",
        "CGO_ENABLED": "0",
    }
