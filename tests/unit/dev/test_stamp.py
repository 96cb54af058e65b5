"""Whatever is interrupted is done again, and whatever is done is not."""

import multiprocessing
import time
from pathlib import Path

import pytest

from dev import stamp


def fill(target: Path) -> None:
    (target / "content").write_text("complete")


def test_a_folder_is_made_once(tmp_path: Path) -> None:
    assert stamp.folder(tmp_path / "made", "key", fill)
    assert not stamp.folder(tmp_path / "made", "key", fill)
    assert (tmp_path / "made" / "content").read_text() == "complete"


def test_another_key_makes_it_anew(tmp_path: Path) -> None:
    stamp.folder(tmp_path / "made", "key", fill)
    (tmp_path / "made" / "old").touch()
    assert stamp.folder(tmp_path / "made", "other key", fill)
    assert not (tmp_path / "made" / "old").exists()


def test_an_interrupted_folder_does_not_count(tmp_path: Path) -> None:
    def interrupted(target: Path) -> None:
        (target / "half").touch()
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stamp.folder(tmp_path / "made", "key", interrupted)
    assert not (tmp_path / "made").exists()
    assert stamp.folder(tmp_path / "made", "key", fill)
    assert sorted(path.name for path in tmp_path.iterdir()) == [".made.stamp", "made"]


def test_a_folder_that_somebody_removed_is_made_again(tmp_path: Path) -> None:
    stamp.folder(tmp_path / "made", "key", fill)
    stamp.remove(tmp_path / "made")
    assert stamp.folder(tmp_path / "made", "key", fill)


def hold(path: Path, held: "multiprocessing.synchronize.Event") -> None:
    with stamp.lock(path, "holds the lock"):
        held.set()
        time.sleep(0.5)


def test_the_second_waits_and_says_for_what(
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


def test_files_are_written_whole(tmp_path: Path) -> None:
    stamp.write_atomically(tmp_path / "secret", "text", 0o600)
    assert (tmp_path / "secret").read_text() == "text"
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
