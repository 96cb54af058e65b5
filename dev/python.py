"""Python interpreters and virtual environments.

Also works on a minimal Debian, whose python3 has neither pip nor ensurepip: there pip runs from the
wheel that Debian packages for its own `venv`.
"""

import functools
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from dev import apt, paths, process, stamp
from dev.console import Problem, Step, step

# What builds packages that have no wheels, in a requirements file.
BUILDERS = re.compile(r"^(?:setuptools|wheel)==\S+", re.M)
PYTHON39 = [
    "python3.9",
    "python3.9-minimal",
    "libpython3.9-minimal",
    "libpython3.9-stdlib",
    "python3-distutils",
    "python3-lib2to3",
    "libssl1.1",
    "libffi7",
    "libmpdec3",
    "libreadline8",
    "libsqlite3-0",
    "libexpat1",
]


class Interpreter:
    def __init__(
        self,
        path: Path,
        env: Mapping[str, str] | None = None,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        self.path = path
        self.prepare = prepare
        # Needed to run this interpreter, or a virtual environment made with it.
        self.env = dict(env or {})


def host() -> Interpreter:
    # Not the virtual environment of the tests, and always under the same name, because a change of
    # name would create all virtual environments again.
    return Interpreter(Path(getattr(sys, "_base_executable", sys.executable)).resolve())


def python39() -> Interpreter:
    """Debian 11's Python 3.9, unpacked. It finds its modules relative to itself."""
    root = paths.STATE / "python3.9"
    machine = os.uname().machine
    libraries = [root / part / f"{machine}-linux-gnu" for part in ("lib", "usr/lib")]
    env = {"LD_LIBRARY_PATH": os.pathsep.join(map(str, libraries))}
    return Interpreter(root / "usr" / "bin" / "python3.9", env, _unpack_python39)


def _unpack_python39() -> None:
    def fill(target: Path) -> None:
        with step("Python 3.9: download and unpack") as current:
            apt.unpack(apt.Suite("bullseye").download(PYTHON39, current), target, current)

    stamp.folder(paths.STATE / "python3.9", stamp.digest(PYTHON39), fill)


def of_versions(versions: Sequence[str], who: str, variable: str) -> Interpreter:
    """The first of these versions of Python that this machine has.

    :param who: what needs it, for the error
    :param variable: an environment variable that can name the program
    :raises Problem: the machine has none of them
    """
    named = os.environ.get(variable)
    wanted = " or ".join(versions)
    if named:
        path = Path(named).expanduser()
        if version(path) not in versions:
            raise Problem(
                f"{variable}={named} is not a Python {wanted}, which {who} needs",
                "set it to the path of the program, such as /usr/bin/python3.9",
            )
        return Interpreter(path)
    if host_version() in versions:
        return host()
    for one in versions:
        if one == "3.9" and apt.available():
            return python39()
        found = _installed(one)
        if found:
            return Interpreter(found)
    raise Problem(
        f"{who} needs Python {wanted}, and this machine has none",
        f"install python{versions[0]} with its venv module, or set {variable} to the path of the program",
    )


def _installed(wanted: str) -> Path | None:
    """A Python on the PATH, or one of pyenv, whose commands on the PATH start only selected versions."""
    found = shutil.which(f"python{wanted}")
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    candidates = [Path(found)] if found else []
    candidates += sorted((root / "versions").glob(f"{wanted}.*/bin/python{wanted}"))
    return next((path for path in candidates if version(path) == wanted), None)


@functools.cache
def version(program: Path) -> str:
    """The version of a Python, such as `3.9`; empty if the program is not a Python or does not start."""
    script = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        done = subprocess.run(
            [program, "-c", script], capture_output=True, text=True, check=False, timeout=60
        )
    except OSError:
        return ""
    return done.stdout.strip()


def host_version() -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]}"


class Venv:
    """A virtual environment with exactly the packages of one requirements file."""

    def __init__(self, name: str, interpreter: Interpreter) -> None:
        self.name = name
        self.interpreter = interpreter
        self.path = paths.STATE / "venv" / name
        self.python = self.path / "bin" / "python"
        self.env = {
            **interpreter.env,
            "PIP_CACHE_DIR": str(paths.CACHE / "pip"),
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_NO_INPUT": "1",
            "PIP_USE_PEP517": "1",
            "PIP_ROOT_USER_ACTION": "ignore",
            "PIP_PROGRESS_BAR": "off",
        }

    def prepare(self, requirements: Path, what: str) -> bool:
        """Creates the environment unless it is up to date. Returns whether it did.

        :param what: a description for the progress messages
        """
        with stamp.lock(self.path.with_name(f".{self.name}.lock"), f"prepares {what}"):
            return self._prepare(requirements, what)

    def _prepare(self, requirements: Path, what: str) -> bool:
        stamp_file = self.path.with_name(f".{self.name}.stamp")
        key = stamp.digest(requirements.read_text(), str(self.interpreter.path), str(self.path))
        if self.python.exists() and stamp_file.exists() and stamp_file.read_text() == key:
            return False
        with step(what) as current:
            # Scripts contain the path of the environment, so create it under its final name.
            stamp_file.unlink(missing_ok=True)
            stamp.remove(self.path)
            paths.ensure(self.path.parent)
            program = str(self.interpreter.path)
            process.run(
                [program, "-m", "venv", "--without-pip", self.path], log="pip", env=self.env
            )
            # The file lists every package with its version, so pip has nothing to resolve.
            options = ["--no-deps", "--requirement", str(requirements)]
            builders = BUILDERS.findall(requirements.read_text())
            if builders:  # once, instead of for each package that has to be built
                self.pip("install", "--no-deps", *builders, step=current)
                options.append("--no-build-isolation")
            self.pip("install", *options, step=current)
            stamp.write_atomically(stamp_file, key)
        return True

    def pip(self, *arguments: str, step: Step | None = None) -> None:
        pip_path = _pip_wheel(self.interpreter)
        process.run(
            [self.python, "-m", "pip", *arguments],
            log="pip",
            env={**self.env, "PYTHONPATH": str(pip_path)},
            step=step,
        )


def _pip_wheel(interpreter: Interpreter) -> Path:
    """A pip that runs without installation: the one bundled with Python, or Debian's."""
    if _has_ensurepip(interpreter):
        script = (
            "import ensurepip, pathlib\n"
            "bundle = pathlib.Path(ensurepip.__file__).parent / '_bundled'\n"
            "print(next(bundle.glob('pip-*.whl'), ''))"
        )
        bundled = process.run(
            [interpreter.path, "-c", script], log="pip", env=interpreter.env
        ).strip()
        if bundled:
            return Path(bundled)
    suite = apt.machine_suite() if interpreter.path == host().path else "bookworm"
    root = paths.STATE / f"pip-{suite}"

    def fill(target: Path) -> None:
        apt.unpack(apt.Suite(suite).download(["python3-pip-whl"]), target)

    with stamp.lock(paths.STATE / "pip.lock", "unpacks pip"):
        stamp.folder(root, "1", fill)
    return next((root / "usr" / "share" / "python-wheels").glob("pip-*.whl"))


def _has_ensurepip(interpreter: Interpreter) -> bool:
    try:
        process.run([interpreter.path, "-c", "import ensurepip"], log="pip", env=interpreter.env)
    except process.Failed:
        return False
    return True
