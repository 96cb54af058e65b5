"""Prepares what the documentation's examples need: Python packages, newman and PHP.

Separate from the tools of the tests, because pandas and newman have many dependencies.
"""

from dev import node, paths, php, python

PYTHON = python.Venv("examples", python.host())
NEWMAN_SOURCE = paths.ROOT / "dev" / "newman"
NEWMAN = paths.STATE / "newman"


def newman() -> list[str]:
    """The command that runs a Postman collection."""
    return ["node", str(NEWMAN / "node_modules" / "newman" / "bin" / "newman.js")]


def prepare() -> None:
    PYTHON.prepare(paths.REQUIREMENTS / "examples.txt", "Python packages of the examples")
    node.install(NEWMAN_SOURCE, NEWMAN, "newman, which runs Postman collections")
    php.prepare()
