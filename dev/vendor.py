"""`python3 -m dev vendor`: programs of others that the addon carries, fetched from npm as pinned.

`dev/vendor.json` has the version of each, and the digest of the package and of every file that is kept.
`python3 -m dev vendor swagger-ui-dist 5.35.0` moves a pin; commit what it changes.
"""

import base64
import hashlib
import json
import tarfile
import tempfile
from pathlib import Path
from typing import Any

from dev import node, paths, process, stamp
from dev.console import Problem, say, step

PINS = paths.ROOT / "dev" / "vendor.json"
LIB = paths.ADDON / "static" / "lib"

Pin = dict[str, Any]


def pins() -> dict[str, Pin]:
    """By the name of the package: folder, version, integrity (as npm writes it), and files with digests."""
    found: dict[str, Pin] = json.loads(PINS.read_text())
    return found


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def problems(package: str, pin: Pin) -> list[str]:
    """What the folder of a package has otherwise than its pin says."""
    folder = LIB / pin["folder"]
    there = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    wanted = pin["files"]
    wrong = [name for name in wanted if name in there and digest(folder / name) != wanted[name]]
    return [
        *(f"{package}: {name} is missing" for name in sorted(set(wanted) - there)),
        *(f"{package}: {name} is not pinned" for name in sorted(there - set(wanted))),
        *(f"{package}: {name} was changed" for name in wrong),
    ]


def renew(package: str = "", version: str = "") -> None:
    """Fetches what is pinned; with a version, moves that package's pin to it first.

    :raises Problem: the package is unknown, or is not the one that was pinned
    """
    known = pins()
    if package and package not in known:
        raise Problem(f"there is no {package} in {PINS.name}", f"one of {', '.join(known)}")
    for name in [package] if package else list(known):
        known[name] = _fetched(name, known[name], version)
    stamp.write_atomically(PINS, json.dumps(known, indent=2) + "\n")


def _fetched(package: str, pin: Pin, version: str) -> Pin:
    wanted = version or pin["version"]
    folder = LIB / pin["folder"]
    with tempfile.TemporaryDirectory() as scratch, step(f"{package} {wanted}") as current:
        command = ["npm", "pack", f"{package}@{wanted}", "--silent", "--ignore-scripts"]
        env = {**node.environment(), "npm_config_cache": str(paths.CACHE / "npm")}
        process.run(command, log="npm", step=current, env=env, cwd=Path(scratch))
        (archive,) = Path(scratch).glob("*.tgz")
        integrity = (
            "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        )
        if not version and integrity != pin["integrity"]:
            raise Problem(
                f"{package} {wanted} on npm is not the package that was pinned",
                f"find out why before you change {PINS.name}",
            )
        _unpack(archive, folder, list(pin["files"]))
    files = {name: digest(folder / name) for name in pin["files"]}
    say(f"{folder.relative_to(paths.ROOT)} has {package} {wanted}")
    return {**pin, "version": wanted, "integrity": integrity, "files": files}


def _unpack(archive: Path, folder: Path, names: list[str]) -> None:
    paths.ensure(folder)
    with tarfile.open(archive) as package:
        for name in names:
            member = package.extractfile(f"package/{name}")
            if member is None:
                raise Problem(f"{archive.name} has no file {name}", f"correct {PINS.name}")
            (folder / name).write_bytes(member.read())
