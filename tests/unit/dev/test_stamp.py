"""Interrupted steps run again, finished ones do not."""

import multiprocessing
import time
from pathlib import Path

import pytest

from dev import stamp


def fill(target: Path) -> None:
    (target / "content").write_text("complete")


def test_folder_is_created_once(tmp_path: Path) -> None:
    assert stamp.folder(tmp_path / "made", "key", fill)
    assert not stamp.folder(tmp_path / "made", "key", fill)
    assert (tmp_path / "made" / "content").read_text() == "complete"


def test_folder_is_created_again_for_another_key(tmp_path: Path) -> None:
    stamp.folder(tmp_path / "made", "key", fill)
    (tmp_path / "made" / "old").touch()
    assert stamp.folder(tmp_path / "made", "other key", fill)
    assert not (tmp_path / "made" / "old").exists()


def test_interrupted_folder_is_created_again(tmp_path: Path) -> None:
    def interrupted(target: Path) -> None:
        (target / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stamp.folder(tmp_path / "made", "key", interrupted)
    assert not (tmp_path / "made").exists()
    assert stamp.folder(tmp_path / "made", "key", fill)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".made.stamp", "made"]


def test_removed_folder_is_created_again(tmp_path: Path) -> None:
    stamp.folder(tmp_path / "made", "key", fill)
    stamp.remove(tmp_path / "made")
    assert stamp.folder(tmp_path / "made", "key", fill)


def hold(path: Path, held: "multiprocessing.synchronize.Event") -> None:
    with stamp.lock(path, "holds the lock"):
        held.set()
        time.sleep(0.5)


def test_second_process_waits_and_says_why(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    context = multiprocessing.get_context("fork")
    held = context.Event()
    first = context.Process(target=hold, args=(tmp_path / "lock", held))
    first.start()
    assert held.wait(10)
    started = time.monotonic()
    with stamp.lock(tmp_path / "lock", "makes something"):
        assert time.monotonic() - started > 0.2
    first.join()
    assert capsys.readouterr().out == "waiting for another `make` that makes something\n"


def test_files_are_written_atomically(tmp_path: Path) -> None:
    stamp.write_atomically(tmp_path / "secret", "text", 0o600)
    assert (tmp_path / "secret").read_text() == "text"
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
