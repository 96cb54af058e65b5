"""What makes clients from an OpenAPI document, and tests a server by one; and what checks the clients.

Apart from the tools of the tests, whose packages contradict some of these.
"""

import os

from dev import apt, go, inplace, node, paths, python
from dev.console import Problem

PYTHON = python.Venv("openapi", python.host())
TYPESCRIPT_SOURCE = paths.ROOT / "dev" / "typescript"
TYPESCRIPT = paths.STATE / "typescript"
# What a client in Go imports; the program is that of dev/go.py.
GO_PACKAGES = inplace.Program(
    name="go-oauth2",
    suite="bookworm",
    packages=["golang-golang-x-oauth2-dev"],
    binary=str(go.PROGRAM.folder / go.PROGRAM.binary),
)


def prepare_python() -> None:
    """openapi-python-client, openapi-generator with its Java, schemathesis, openapi-spec-validator."""
    PYTHON.prepare(paths.REQUIREMENTS / "openapi.txt", "Python packages for OpenAPI documents")


def prepare() -> None:
    """Whatever makes and checks clients."""
    prepare_python()
    node.install(TYPESCRIPT_SOURCE, TYPESCRIPT, "TypeScript, and what makes types for it")
    go.prepare()
    if not apt.available():
        raise Problem("there are no packages of Go for the tests", "Debian's apt unpacks them")
    GO_PACKAGES.prepare()


def environment() -> dict[str, str]:
    """For starting the programs by their names.

    Go finds packages in `GOPATH`, to which the caller adds the folder of its own.
    """
    own = [
        str(PYTHON.path / "bin"),
        str(TYPESCRIPT / "node_modules" / ".bin"),
        str(inplace.BIN),
        node.environment()["PATH"],
    ]
    return {
        **go.environment(),
        "GOPATH": str(GO_PACKAGES.folder / "usr" / "share" / "gocode"),
        # for a run of seconds, optimizing costs more than it gains
        "JAVA_OPTS": "-XX:TieredStopAtLevel=1",
        "PATH": os.pathsep.join(own),
    }
