"""Makes clients from the server's document as a reader of the how-to pages does, checks and runs them."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from dev import generators
from tests.docs.session import EXAMPLES, PRINTED_URL

SECONDS = 400  # all three generators are slow on a busy machine
FOLDER = EXAMPLES / "generated"
MYPY = [sys.executable, "-m", "mypy", "--strict", "--no-incremental"]
# The generated code itself is the generator's business.
MYPY += ["--follow-imports=silent", "--python-executable", str(generators.PYTHON.python)]


@dataclass
class Workshop:
    """A folder with a document, the client made from it, and a program that uses the client.

    :param root: what Go looks for packages in
    """

    root: Path
    environment: dict[str, str]

    @property
    def folder(self):
        return self.root / "src" / "example.com" / "client"

    def run(self, *command):
        done = subprocess.run(
            [str(word) for word in command],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-6000:]
        return done.stdout

    def generate(self, script):
        """Runs a command that stands on a page."""
        return self.run("bash", "-e", FOLDER / script)

    def python(self, program):
        """Checks the program with mypy and runs it."""
        self.run(*MYPY, program)
        return self.run(generators.PYTHON.python, program)

    def typescript(self, program):
        self.run("tsc", "--project", ".")
        return self.run("node", Path(program).with_suffix(".js"))

    def go(self, program):
        self.run("go", "vet", ".")
        return self.run("go", "run", ".")


@pytest.fixture
def workshop(server, admin_application, http, tmp_path):
    """`workshop(models, *files)`: a folder with the document of these models, and files with other
    texts: `{name: text}`."""
    token = admin_application.token
    environment = generators.environment()
    environment |= {
        "CLIENT_ID": admin_application.client_id,
        "CLIENT_SECRET": admin_application.client_secret,
        "GOPATH": f"{tmp_path}:{environment['GOPATH']}",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }

    def make(models, files):
        made = Workshop(tmp_path, environment)
        made.folder.mkdir(parents=True)
        document = http.get(f"/restapi/1.0/openapi.json?models={models}", token=token)
        assert document.status_code == 200, document.text
        made.folder.joinpath("odoo.json").write_text(document.text)
        for name, text in files.items():
            made.folder.joinpath(name).write_text(text.replace(PRINTED_URL, server.url))
        # as `npm init` and `npm install` leave it
        made.folder.joinpath("package.json").write_text('{"type": "module"}')
        made.folder.joinpath("node_modules").symlink_to(generators.TYPESCRIPT / "node_modules")
        return made

    return make


@dataclass
class SignedIn:
    client_id: str
    client_secret: str
    token: str


@pytest.fixture
def admin_application(register, http):
    application = register()
    answer = http.post(
        "/restapi/1.0/common/oauth2/access_token",
        data={"grant_type": "client_credentials"},
        auth=(application.client_id, application.client_secret),
    )
    return SignedIn(application.client_id, application.client_secret, answer.json()["access_token"])
