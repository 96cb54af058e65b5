"""The Odoo of each series: its sources, its Python, and the command that starts it."""

import contextlib
import os
import re
from pathlib import Path

from dev import apt, paths, python, stamp
from dev.console import Problem, step
from dev.series import RECIPES, SERIES


class Odoo:
    """The Odoo of one series. Call `prepare` before starting it.

    :param packages: a folder with further Python packages, such as addons from a registry
    :param addons: a folder with further addons
    """

    def __init__(
        self, series: str, packages: Path | None = None, addons: Path | None = None
    ) -> None:
        if series not in RECIPES:
            raise Problem(f"unknown series {series}", f"use one of SERIES={', '.join(SERIES)}")
        self.series = series
        self.packages = packages
        self.addons = addons
        self.recipe = RECIPES[series]
        self.slug = series.replace(".", "_")
        self.folder = paths.STATE / f"odoo-{series}"
        self.variable = _variable(series)
        own = os.environ.get(self.variable)
        self.own_path = Path(own).expanduser().resolve() if own else None
        if not (self.own_path or self.recipe.packages):
            raise Problem(
                f"there is no Odoo {series} here, and Debian's archive has none",
                f"set {self.variable} to the folder of one: a checkout of the branch {series} of "
                "https://github.com/odoo/odoo, or an unpacked release",
            )

    def prepare(self) -> None:
        with stamp.lock(
            paths.STATE / f"prepare-{self.series}.lock", f"prepares Odoo {self.series}"
        ):
            self._prepare_source()
            self.venv.interpreter.prepare()
            requirements = paths.REQUIREMENTS / self.recipe.requirements
            self.venv.prepare(requirements, f"Odoo {self.series}: Python packages")

    def is_prepared(self) -> bool:
        """Whether sources and Python packages are there, so that nothing large is left to download."""
        return (self.own_path or self.folder).is_dir() and self.venv.python.exists()

    def _prepare_source(self) -> None:
        self.check_own_path()
        if self.own_path:
            return

        def fill(target: Path) -> None:
            with step(f"Odoo {self.series}: download and unpack") as current:
                for suite, packages in self.recipe.packages:
                    apt.unpack(apt.Suite(suite).download(packages, current), target, current)

        stamp.folder(self.folder, stamp.digest(self.recipe.packages), fill)

    def check_own_path(self) -> None:
        """
        :raises Problem: ODOO_PATH_… is not an Odoo of this series, or an incomplete one
        """
        if not self.own_path:
            return
        release = self.source / "odoo" / "release.py"
        if not release.exists():
            raise Problem(
                f"{self.variable}={self.own_path} has no odoo/release.py",
                f"set it to the folder of an Odoo {self.series}, which contains odoo-bin and odoo/",
            )
        found = re.search(
            r"^version_info\s*=\s*\((\d+|'[^']*'),\s*(\d+)", release.read_text(), re.M
        )
        version = ".".join(found.groups()) if found else "?"
        if version != self.series:
            raise Problem(
                f"{self.variable}={self.own_path} is Odoo {version}, not {self.series}",
                f"set it to the folder of an Odoo {self.series}",
            )
        for name in ("base", "web"):
            if not any((folder / name / "__manifest__.py").exists() for folder in self._addons()):
                raise Problem(
                    f"{self.variable}={self.own_path} has no addon {name} in addons/ or odoo/addons/",
                    f"set it to the folder of a complete Odoo {self.series}",
                )

    def key(self) -> str:
        """A digest that changes when another Odoo is used."""
        return stamp.digest(self.recipe.packages, str(self.own_path or ""))

    @property
    def source(self) -> Path:
        return self.own_path or self.folder / "usr" / "lib" / "python3" / "dist-packages"

    @property
    def venv(self) -> python.Venv:
        return python.Venv(f"odoo-{self.series}", self._interpreter())

    def _interpreter(self) -> python.Interpreter:
        return python.of_versions(
            self.recipe.pythons, f"Odoo {self.series}", f"ODOO_PYTHON_{self.slug}"
        )

    @property
    def own_addons_path(self) -> str:
        return ",".join(str(folder) for folder in self._addons())

    def _addons(self) -> list[Path]:
        folders = [self.source / "odoo" / "addons", self.source / "addons"]
        return [folder for folder in folders if folder.is_dir()]

    @property
    def addons_path(self) -> str:
        """Odoo's own addons, then a folder with nothing but a link to this addon, then further ones."""
        _link_addon()
        folders = [self.own_addons_path, str(paths.ADDONS)]
        if self.packages:
            folders.append(str(self.packages / "odoo" / "addons"))
        if self.addons:
            folders.append(str(self.addons))
        return ",".join(folders)

    @property
    def env(self) -> dict[str, str]:
        return {
            **self.venv.env,
            **self.recipe.env,
            "PYTHONPATH": os.pathsep.join(map(str, filter(None, [self.source, self.packages]))),
            # Unpacked packages have no bytecode. Without this, each start would compile all of Odoo.
            # Nothing is written beside the sources.
            "PYTHONPYCACHEPREFIX": str(paths.STATE / "bytecode"),
            "PYTHONDONTWRITEBYTECODE": "",  # containers often set it
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


def available() -> list[str]:
    """The series that can run here: those in Debian's archive, and those with an ODOO_PATH."""
    return [one for one in SERIES if RECIPES[one].packages or os.environ.get(_variable(one))]


def unavailable() -> dict[str, str]:
    """The other series, each with the variable that is not set."""
    return {one: _variable(one) for one in SERIES if one not in available()}


def _variable(series: str) -> str:
    return f"ODOO_PATH_{series.replace('.', '_')}"
