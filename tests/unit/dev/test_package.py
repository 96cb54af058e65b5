"""The wheel and the zip contain the complete addon and nothing else."""

import subprocess
import zipfile
from pathlib import Path

import pytest

from dev import database, package, paths
from tests.harness.wheel import build_wheel

NAMESPACE = "odoo/addons/restapi/"


def addon_files() -> set[str]:
    return {str(file.relative_to(paths.ADDON)) for file in database.addon_files()}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


def test_wheel_contains_exactly_the_addon(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    inside = {name.removeprefix(NAMESPACE) for name in names if name.startswith(NAMESPACE)}
    assert inside == addon_files()
    others = {name.split("/")[0] for name in names if not name.startswith(NAMESPACE)}
    assert len(others) == 1
    assert others.pop().endswith(".dist-info")


def test_wheel_has_the_documented_name_and_license(wheel: Path) -> None:
    assert wheel.name == f"odoo_addon_restapi-{package.version()}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        text = archive.read(metadata).decode()
    for line in ("License: LGPL-3.0-only", "Requires-Python: >=3.7"):
        assert line in text
    for requirement in ("cryptography", "oauthlib", "PyJWT", "idna"):
        assert f"Requires-Dist: {requirement}" in text


def test_zip_contains_the_addon_and_its_license(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(package, "DIST", tmp_path)
    target = package.make_zip()
    assert target.name == f"restapi-{package.version()}.zip"
    names = set(zipfile.ZipFile(target).namelist())
    assert names == {f"restapi/{name}" for name in addon_files() | {"LICENSE"}}
    before = target.read_bytes()
    assert package.make_zip().read_bytes() == before


def test_packaged_files_are_the_tracked_files() -> None:
    if not (paths.ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "restapi"]
    listed = subprocess.run(command, cwd=paths.ROOT, capture_output=True, text=True, check=True)
    tracked = {name.removeprefix("restapi/") for name in listed.stdout.splitlines()}
    assert addon_files() == tracked
