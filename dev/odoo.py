"""One real Odoo per series: its source, its Python, and how to start it."""

import contextlib
import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from dev import apt, paths, python, stamp
from dev.console import Problem, step

# The packages link JavaScript and fonts that other packages carry. Without them the web client
# answers 500. Font Awesome 7 has other file names than the 4.7 that both series ask for.
FONT_AWESOME = ("bookworm", ["fonts-font-awesome"])


@dataclass(frozen=True)
class Recipe:
    requirements: str
    packages: list[tuple[str, list[str]]]
    own_python: bool = False
    pythons: tuple[str, ...] = ()
    demo_options: dict[str, object] = field(default_factory=dict)
    server_wide: list[str] = field(default_factory=list)
    gevent_port: str = "gevent_port"
    env: dict[str, str] = field(default_factory=dict)


RECIPES = {
    "14.0": Recipe(
        requirements="odoo14.txt",
        packages=[
            (
                "bullseye",
                [
                    "odoo-14",
                    "libjs-jquery",
                    "libjs-jquery-ui",
                    "libjs-underscore",
                    "fonts-roboto-unhinted",
                    "fonts-glyphicons-halflings",
                    "fonts-inconsolata",
                ],
            ),
            FONT_AWESOME,
        ],
        # It needs Python 3.9: safe_eval does not know the byte code of newer ones.
        own_python=True,
        pythons=("python3.9", "python3.8"),
        gevent_port="longpolling_port",
        # setuptools' own distutils warns at each use of LooseVersion, which Odoo logs.
        env={"SETUPTOOLS_USE_DISTUTILS": "stdlib"},
    ),
    "19.0": Recipe(
        requirements="odoo19.txt",
        packages=[
            (
                "sid",
                [
                    "odoo-19",
                    "libjs-jquery",
                    "libjs-jquery-form",
                    "libjs-underscore",
                    "fonts-roboto-unhinted",
                    "fonts-montserrat",
                    "fonts-glyphicons-halflings",
                    "fonts-inconsolata",
                    "fonts-ocr-b",
                ],
            ),
            FONT_AWESOME,
        ],
        demo_options={"with_demo": True},
        server_wide=["rpc"],
    ),
}
SERIES = sorted(RECIPES, reverse=True)


class Odoo:
    """The Odoo of one series, once `prepare` has run."""

    def __init__(self, series: str) -> None:
        if series not in RECIPES:
            raise Problem(
                f"there is no series {series} here", f"use one of SERIES={', '.join(SERIES)}"
            )
        self.series = series
        self.recipe = RECIPES[series]
        self.slug = series.replace(".", "_")
        self.folder = paths.STATE / f"odoo-{series}"
        self.variable = f"ODOO_PATH_{self.slug}"
        own = os.environ.get(self.variable)
        self.own_path = Path(own).expanduser().resolve() if own else None

    def prepare(self) -> None:
        with stamp.lock(
            paths.STATE / f"prepare-{self.series}.lock", f"prepares Odoo {self.series}"
        ):
            self._prepare_source()
            self.venv.interpreter.prepare()
            requirements = paths.REQUIREMENTS / self.recipe.requirements
            self.venv.prepare(requirements, f"Odoo {self.series}: Python packages")

    def is_prepared(self) -> bool:
        """Whether an earlier command has prepared it, so that nothing large is left to fetch."""
        return (self.own_path or self.folder).is_dir() and self.venv.python.exists()

    def _prepare_source(self) -> None:
        if self.own_path:
            self._check_own_path()
            return

        def fill(target: Path) -> None:
            with step(f"Odoo {self.series}: download and unpack") as current:
                for suite, packages in self.recipe.packages:
                    apt.unpack(apt.Suite(suite).download(packages, current), target, current)

        stamp.folder(self.folder, stamp.digest(self.recipe.packages), fill)

    def _check_own_path(self) -> None:
        release = self.source / "odoo" / "release.py"
        if not release.exists():
            raise Problem(
                f"{self.variable}={self.own_path} holds no odoo/release.py",
                "set it to the folder that holds odoo-bin and odoo/",
            )
        found = re.search(
            r"^version_info\s*=\s*\((\d+|'[^']*'),\s*(\d+)", release.read_text(), re.M
        )
        version = ".".join(found.groups()) if found else "?"
        if version != self.series:
            raise Problem(f"{self.variable}={self.own_path} is Odoo {version}, not {self.series}")

    def key(self) -> str:
        """Changes when another Odoo is to be used."""
        return stamp.digest(self.recipe.packages, str(self.own_path or ""))

    @property
    def source(self) -> Path:
        return self.own_path or self.folder / "usr" / "lib" / "python3" / "dist-packages"

    @property
    def venv(self) -> python.Venv:
        return python.Venv(f"odoo-{self.series}", self._interpreter())

    def _interpreter(self) -> python.Interpreter:
        if not self.recipe.own_python:
            return python.host()
        if self.own_path and not apt.available():
            return python.on_path(*self.recipe.pythons)
        return python.python39()

    @property
    def own_addons_path(self) -> str:
        folders = [self.source / "odoo" / "addons", self.source / "addons"]
        return ",".join(str(folder) for folder in folders if folder.is_dir())

    @property
    def addons_path(self) -> str:
        """Odoo's own addons, then the one that is being worked on, in a folder made for it."""
        _link_addon()
        return f"{self.own_addons_path},{paths.ADDONS}"

    @property
    def env(self) -> dict[str, str]:
        return {
            **self.venv.env,
            **self.recipe.env,
            "PYTHONPATH": str(self.source),
            # Debian compiles what it installs, not what is unpacked: without this every start would
            # compile all of Odoo. Nothing is written beside the sources.
            "PYTHONPYCACHEPREFIX": str(paths.STATE / "bytecode"),
            "PYTHONDONTWRITEBYTECODE": "",  # as if not set, which it often is in a container
            "PATH": os.pathsep.join([str(paths.STATE / "bin"), os.environ.get("PATH", os.defpath)]),
        }

    def command(self, *arguments: str) -> list[str]:
        return [
            str(self.venv.python),
            str(paths.ROOT / "dev" / "inside" / "odoo_bin.py"),
            *arguments,
        ]


def _link_addon() -> None:
    paths.ensure(paths.ADDONS)
    with contextlib.suppress(FileExistsError):
        (paths.ADDONS / paths.ADDON.name).symlink_to(paths.ADDON)
