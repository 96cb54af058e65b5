"""Every series can be chosen. Messages name what is missing for one, and what to do about it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dev import apt, paths, python
from dev.console import Problem
from dev.odoo import Odoo, available, unavailable
from dev.series import DEFAULT, RECIPES, SERIES
from tests.harness.command import run_dev

WITHOUT_PACKAGES = [one for one in SERIES if not RECIPES[one].packages]


def make_odoo(folder: Path, series: str, addons: str = "addons", modules: str = "web") -> Path:
    """Creates the files of an Odoo that `dev` checks: its release and its addons. Returns `folder`."""
    major = series.partition(".")[0]
    files = {"odoo/release.py": f"version_info = ({major}, 0, 0, FINAL, 0, '')\n"}
    for place in ["odoo/addons/base", *(f"{addons}/{name}" for name in modules.split())]:
        files[f"{place}/__manifest__.py"] = "{}\n"
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("ODOO_PATH_", "ODOO_PYTHON_")) or name == "SERIES":
            monkeypatch.delenv(name)


def test_all_series_have_a_recipe() -> None:
    assert sorted(RECIPES) == [f"{number}.0" for number in range(12, 21)]
    assert DEFAULT == "19.0"
    for recipe in RECIPES.values():
        lines = (paths.REQUIREMENTS / recipe.requirements).read_text().splitlines()
        assert all("==" in line for line in lines if not line.startswith("#"))
        names = {line.partition("==")[0].lower() for line in lines}
        assert names > {"werkzeug", "psycopg2-binary", "oauthlib", "pyjwt", "cryptography"}


def test_available_series_are_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    assert available() == ["19.0", "14.0"]
    assert set(unavailable()) == set(WITHOUT_PACKAGES)
    assert unavailable()["12.0"] == "ODOO_PATH_12_0"
    monkeypatch.setenv("ODOO_PATH_17_0", "/somewhere")
    assert available() == ["19.0", "17.0", "14.0"]
    assert "17.0" not in unavailable()


@pytest.mark.parametrize("command", ["test", "demo", "bench", "mutants", "soak", "prepare"])
def test_series_without_a_path_is_refused_at_once(command: str) -> None:
    """The error appears before the preparation, which takes minutes."""
    done = run_dev(command, SERIES="17.0")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "there is no Odoo 17.0 here" in done.stderr
    assert "set ODOO_PATH_17_0 to the folder of one" in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("missing", WITHOUT_PACKAGES)
def test_message_names_the_variable_of_the_series(missing: str) -> None:
    variable = f"ODOO_PATH_{missing.replace('.', '_')}"
    with pytest.raises(Problem, match=f"there is no Odoo {missing} here.*\n.*set {variable} to"):
        Odoo(missing)


@pytest.mark.parametrize("addons", ["addons", "odoo/addons"])
@pytest.mark.parametrize("one", SERIES)
def test_checkouts_and_releases_are_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, one: str, addons: str
) -> None:
    odoo_path = make_odoo(tmp_path, one, addons)
    monkeypatch.setenv(f"ODOO_PATH_{one.replace('.', '_')}", str(odoo_path))
    odoo = Odoo(one)
    odoo.check_own_path()
    assert str(tmp_path / addons) in odoo.own_addons_path.split(",")
    assert odoo.env["PYTHONPATH"] == str(tmp_path)


def test_path_without_odoo_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing"):
        done = run_dev("prepare", SERIES="17.0", ODOO_PATH_17_0=str(path))
        assert done.returncode == 1
        assert f"ODOO_PATH_17_0={path} has no odoo/release.py" in done.stderr
        assert "set it to the folder of an Odoo 17.0" in done.stderr


def test_path_of_another_series_is_refused(tmp_path: Path) -> None:
    make_odoo(tmp_path, "18.0")
    done = run_dev("prepare", SERIES="19.0", ODOO_PATH_19_0=str(tmp_path))
    assert done.returncode == 1
    assert f"ODOO_PATH_19_0={tmp_path} is Odoo 18.0, not 19.0" in done.stderr


@pytest.mark.parametrize("modules", ["", "account"])
def test_incomplete_odoo_is_refused(tmp_path: Path, modules: str) -> None:
    make_odoo(tmp_path, "16.0", modules=modules)
    done = run_dev("prepare", SERIES="16.0", ODOO_PATH_16_0=str(tmp_path))
    assert done.returncode == 1
    assert f"ODOO_PATH_16_0={tmp_path} has no addon web" in done.stderr


def test_missing_python_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    with pytest.raises(Problem) as caught:
        python.of_versions(("2.7", "2.6"), "Odoo 12.0", "ODOO_PYTHON_12_0")
    assert "Odoo 12.0 needs Python 2.7 or 2.6, and this machine has none" in str(caught.value)
    assert "install python2.7" in str(caught.value)
    assert "set ODOO_PYTHON_12_0" in str(caught.value)


def test_wrong_version_of_python_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (sys.executable, "/nowhere/python"):
        monkeypatch.setenv("ODOO_PYTHON_12_0", path)
        with pytest.raises(Problem, match=f"ODOO_PYTHON_12_0={path} is not a Python 2.7"):
            python.of_versions(("2.7",), "Odoo 12.0", "ODOO_PYTHON_12_0")


def test_configured_python_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ODOO_PYTHON_19_0", sys.executable)
    found = python.of_versions((python.host_version(),), "Odoo 19.0", "ODOO_PYTHON_19_0")
    assert found.path == Path(sys.executable)


def test_version_is_checked_by_running_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pyenv has such commands, which start the version that is selected for a folder."""
    (tmp_path / "python2.7").symlink_to(sys.executable)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    with pytest.raises(Problem, match=r"needs Python 2\.7"):
        python.of_versions(("2.7",), "Odoo 12.0", "ODOO_PYTHON_12_0")


def test_python_3_9_comes_from_debian(monkeypatch: pytest.MonkeyPatch) -> None:
    if not apt.available():
        monkeypatch.setattr(apt, "available", lambda: True)
    found = python.of_versions(("3.9",), "Odoo 15.0", "ODOO_PYTHON_15_0")
    assert found.path == paths.STATE / "python3.9" / "usr" / "bin" / "python3.9"


def test_series_that_did_not_run_are_listed(tmp_path: Path) -> None:
    """Reads the summary of a pytest run on one series."""
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "--co",
            "-q",
            "--series=19.0",
            "tests/unit/dev/test_net.py",
        ],
        cwd=paths.ROOT,
        env={**os.environ, "PYTHONPATH": str(paths.ROOT), "ODOO_PATH_17_0": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Odoo 12.0: not run (set ODOO_PATH_12_0)" in done.stdout
    assert "Odoo 17.0: not run (not chosen)" in done.stdout
    assert "Odoo 14.0: not run (not chosen)" in done.stdout
    assert "Odoo 19.0: not run" not in done.stdout
