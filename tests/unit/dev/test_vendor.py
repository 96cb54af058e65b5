"""The programs of others that the addon carries are those that are pinned, with their licences."""

import pytest

from dev import paths, vendor

PINS = vendor.pins()


@pytest.mark.parametrize("package", PINS)
def test_the_files_are_those_that_are_pinned(package):
    assert vendor.problems(package, PINS[package]) == [], "run: python3 -m dev vendor"


def test_nothing_else_is_there():
    folders = {path.name for path in vendor.LIB.iterdir()}
    assert folders == {pin["folder"] for pin in PINS.values()}


@pytest.mark.parametrize("package", PINS)
def test_each_has_its_licence_and_is_named(package):
    pin = PINS[package]
    assert any("LICENSE" in name for name in pin["files"])
    text = (paths.ROOT / "README.md").read_text()
    for told in (pin["version"], pin["license"], f"restapi/static/lib/{pin['folder']}"):
        assert told in text


def test_a_changed_file_is_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(vendor, "LIB", tmp_path)
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "kept.js").write_text("1")
    (tmp_path / "x" / "more.js").write_text("1")
    digest = vendor.digest(tmp_path / "x" / "kept.js")
    pin = {"folder": "x", "files": {"kept.js": digest, "gone.js": digest}}
    assert vendor.problems("p", pin) == ["p: gone.js is missing", "p: more.js is not pinned"]
    (tmp_path / "x" / "kept.js").write_text("2")
    assert "p: kept.js was changed" in vendor.problems("p", pin)
