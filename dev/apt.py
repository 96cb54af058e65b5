"""Downloads and unpacks packages of the Debian archive, without installing them.

apt gets its own sources, lists and an empty status file, so it needs no root access and does not
touch the system. It checks every package against the hash in the signed lists.
"""

import hashlib
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from dev import paths, process, stamp
from dev.console import Problem, Step

KEYRINGS = [
    Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
    Path("/usr/share/keyrings/debian-archive-keyring.pgp"),
]
OWN_ODOO = "on a system other than Debian, set ODOO_PATH_19_0 or ODOO_PATH_14_0 to the folder of your own Odoo"


def available() -> bool:
    return all(map(shutil.which, ("apt-get", "dpkg-deb"))) and any(k.exists() for k in KEYRINGS)


def _keyring() -> Path:
    for keyring in KEYRINGS:
        if keyring.exists():
            return keyring
    raise Problem(
        "the Debian archive keyring is missing", f"install debian-archive-keyring; {OWN_ODOO}"
    )


def _archive_uri() -> str:
    """The mirror from which this machine gets Debian, but not its security updates."""
    known = process.run(
        ["apt-get", "indextargets", "--format", "$(ORIGIN) $(REPO_URI)", "Created-By: Packages"],
        log="apt",
    )
    uris = [line.split()[1] for line in known.splitlines() if line.startswith("Debian ")]
    if not uris:
        # There are no lists on a new machine. Ask apt where it would get them.
        planned = process.run(["apt-get", "update", "--print-uris"], log="apt")
        uris = re.findall(r"^'(.+?/)dists/[a-z]+/InRelease'", planned, re.M)
    uris = [uri for uri in dict.fromkeys(uris) if "security" not in uri]
    if not uris:
        raise Problem(
            "apt has no Debian archive among its sources",
            f"add one to /etc/apt/sources.list and run apt update; {OWN_ODOO}",
        )
    return uris[0]


class Suite:
    """One release of Debian, by its code name."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root = paths.CACHE / "apt" / name
        self.archives = self.root / "archives"

    def _options(self) -> list[str]:
        root = self.root
        settings = {
            "Dir::Etc::sourcelist": root / "sources.list",
            "Dir::Etc::sourceparts": "/dev/null",
            "Dir::Etc::preferences": "/dev/null",
            "Dir::Etc::preferencesparts": "/dev/null",
            "Dir::State": root,
            "Dir::State::lists": root / "lists",
            "Dir::State::status": root / "status",
            "Dir::Cache": root,
            "Dir::Cache::archives": self.archives,
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            # apt's own user can't read a cache in a home folder.
            "APT::Sandbox::User": "root",
            "APT::Install-Recommends": "false",
            "APT::Update::Post-Invoke-Success::": "",
            "pkgCacheGen::Essential": "none",
            "Binary::apt-get::APT::Keep-Downloaded-Packages": "true",
            "Debug::NoLocking": "true",
        }
        return [part for key, value in settings.items() for part in ("-o", f"{key}={value}")]

    def _apt(self, *arguments: str, step: Step | None = None) -> str:
        return process.run(
            ["apt-get", *self._options(), *arguments], log="apt", step=step, cwd=self.archives
        )

    def _update(self, step: Step | None) -> None:
        paths.ensure(self.root / "lists" / "partial", self.archives / "partial")
        (self.root / "status").touch()
        stamp.write_atomically(
            self.root / "sources.list",
            f"deb [signed-by={_keyring()}] {_archive_uri()} {self.name} main\n",
        )
        if step:
            step.detail = f"package lists of {self.name}"
        self._apt("update", "--error-on=any", step=step)
        stamp.write_atomically(self.root / "updated", "")

    def download(self, packages: Sequence[str], step: Step | None = None) -> list[Path]:
        """Downloads these packages without their dependencies and returns the files."""
        return self._with_lists(lambda: self._download(packages, step), step)

    def download_closure(
        self, packages: Sequence[str], without: Sequence[str], step: Step | None = None
    ) -> list[Path]:
        """Downloads these packages and their dependencies, except those in `without`."""

        def work() -> list[Path]:
            plan = self._apt("install", "--yes", "--simulate", *packages)
            names = re.findall(r"^Inst (\S+) ", plan, re.M)
            return self._download([name for name in names if name not in without], step)

        return self._with_lists(work, step)

    def _with_lists(self, work: Callable[[], list[Path]], step: Step | None) -> list[Path]:
        if not available():
            raise Problem(
                "this machine has no apt or no Debian keyring",
                f"on Debian, install debian-archive-keyring; {OWN_ODOO}",
            )
        with stamp.lock(paths.CACHE / "apt" / f"{self.name}.lock", f"downloads from {self.name}"):
            fresh = not (self.root / "updated").exists()
            if fresh:
                self._update(step)
            try:
                return work()
            except process.Failed:
                # Old lists name files that the archive has replaced since. Try again with new lists.
                if fresh:
                    raise
            self._update(step)
            return work()

    def _download(self, packages: Sequence[str], step: Step | None) -> list[Path]:
        hashes = self._hashes(packages)
        # apt checks only the size of an existing file. After a crash its content can be wrong.
        for file, expected in hashes.items():
            if file.exists() and _sha256(file) != expected:
                file.unlink()
        if not all(file.exists() for file in hashes):
            self._apt("download", *packages, step=step)
        for file, expected in hashes.items():
            if not file.exists() or _sha256(file) != expected:
                raise Problem(
                    f"the download of {file.name} is damaged", "run the command again to repeat it"
                )
        return list(hashes)

    def _hashes(self, packages: Sequence[str]) -> dict[Path, str]:
        """The file of each package, with its hash from the signed lists."""
        hashes = {}
        for paragraph in (
            self._apt_cache("show", "--no-all-versions", *packages).strip().split("\n\n")
        ):
            fields = dict(
                re.findall(r"^(Package|Version|Architecture|SHA256): (.+)$", paragraph, re.M)
            )
            version = fields["Version"].replace(":", "%3a")
            file = f"{fields['Package']}_{version}_{fields['Architecture']}.deb"
            hashes[self.archives / file] = fields["SHA256"]
        return hashes

    def _apt_cache(self, *arguments: str) -> str:
        return process.run(["apt-cache", *self._options(), *arguments], log="apt")


def _sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(1 << 20):
            digest.update(chunk)
    return digest.hexdigest()


def unpack(files: Sequence[Path], target: Path, step: Step | None = None) -> None:
    for file in files:
        if step:
            step.detail = f"unpacking {file.name}"
        process.run(["dpkg-deb", "-x", file, target], log="apt")


def machine_suite() -> str:
    """The code name of this machine's Debian release; `bookworm` on another system."""
    try:
        text = Path("/etc/os-release").read_text()
    except OSError:
        text = ""
    found = re.search(r"^VERSION_CODENAME=(\w+)", text, re.M)
    is_debian = re.search(r"^ID=debian$", text, re.M)
    return found.group(1) if found and is_debian else "bookworm"
