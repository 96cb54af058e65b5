"""What runs the documentation's examples: the packages that its pages name, newman and PHP.

Apart from the tools of the tests: pandas and newman bring more than all of those.
"""

from dev import node, paths, php, python

PYTHON = python.Venv("examples", python.host())
NEWMAN_SOURCE = paths.ROOT / "dev" / "newman"
NEWMAN = paths.STATE / "newman"


def newman() -> list[str]:
    """The command that runs a collection of Postman."""
    return ["node", str(NEWMAN / "node_modules" / "newman" / "bin" / "newman.js")]


def prepare() -> None:
    PYTHON.prepare(paths.REQUIREMENTS / "examples.txt", "Python packages of the examples")
    node.install(NEWMAN_SOURCE, NEWMAN, "newman, which runs collections of Postman")
    php.prepare()
