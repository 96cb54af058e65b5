"""The addon's wheel, built as users get it."""

import subprocess
import sys
from pathlib import Path

from dev import database, paths


def build_wheel(folder: Path) -> Path:
    """Builds the wheel in `folder` and returns its path."""
    # From a copy, because setuptools leaves a folder build/ in the tree that it builds.
    source = folder / "source"
    for file in [*database.addon_files(), *paths.ROOT.glob("*.*"), paths.ROOT / "LICENSE"]:
        if file.is_file():
            target = source / file.relative_to(paths.ROOT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    done = subprocess.run([*command, str(source)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built
