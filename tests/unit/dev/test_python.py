"""Virtual environments are created once, even by concurrent commands."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dev import paths, process, python


def test_concurrent_calls_create_one_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Seen to fail without the lock: each removed the folder to which the other installed."""
    made = []

    def run(command: Any, **options: Any) -> str:
        made.append(command)
        venv.python.parent.mkdir(parents=True)  # fails if it is there
        venv.python.touch()
        return ""

    monkeypatch.setattr(paths, "STATE", tmp_path)
    monkeypatch.setattr(process, "run", run)
    monkeypatch.setattr(python.Venv, "pip", lambda self, *arguments, step: None)
    requirements = tmp_path / "requirements.txt"
    requirements.write_text("one==1\n")
    venv = python.Venv("tools", python.host())
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: venv.prepare(requirements, "packages"), range(4)))
    assert sorted(done) == [False, False, False, True]
    assert len(made) == 1
