"""Records what has been prepared. A step runs again if its inputs change or if it was interrupted."""

import fcntl
import hashlib
import os
import shutil
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dev import paths
from dev.console import say


def digest(*inputs: object) -> str:
    return hashlib.sha256(repr(inputs).encode()).hexdigest()


def write_atomically(path: Path, text: str, mode: int = 0o644) -> None:
    paths.ensure(path.parent)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
        file.write(text)
    part.replace(path)


def folder(target: Path, key: str, fill: Callable[[Path], None]) -> bool:
    """Creates `target` with `fill(empty_folder)` unless it was created with the same `key`.

    The folder gets its name, and then its stamp, only when it is complete. Returns whether `fill` ran.
    """
    stamp = target.with_name(f".{target.name}.stamp")
    if target.is_dir() and stamp.exists() and stamp.read_text() == key:
        return False
    stamp.unlink(missing_ok=True)
    for old in (target, *target.parent.glob(f"{target.name}.*.part")):
        remove(old)
    # Use a new name, because children of a killed run can still be writing to the old folder.
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    paths.ensure(part)
    fill(part)
    part.rename(target)
    write_atomically(stamp, key)
    return True


def remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=path.suffix == ".part")
    else:
        path.unlink(missing_ok=True)


_threads: dict[Path, threading.Lock] = defaultdict(threading.Lock)


@contextmanager
def lock(path: Path, what: str) -> Iterator[None]:
    """Lets one process, and one of its threads, in at a time. Others print that they wait.

    :param what: what the holder does, as a verb with its object
    """
    paths.ensure(path.parent)
    with _threads[path], path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"waiting for another `make` that {what}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
