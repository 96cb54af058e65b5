"""Fixtures for every test. A test that uses `series`, directly or not, runs once per Odoo series."""

import json
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from xdist.scheduler import LoadScopeScheduling

from dev import paths, postgres
from dev.odoo import available, unavailable
from dev.series import SERIES
from tests.harness import features
from tests.harness.http import HttpClient
from tests.harness.invoices import Invoicing, invoicing
from tests.harness.oauth import Application, get_token, make_application
from tests.harness.pure import stub_addon_package
from tests.harness.rpc import MakeUser, OdooClient, User, user_factory
from tests.harness.rsa import KeyPairs, two_pairs
from tests.harness.server import LOG_TAIL_LINES, Server, fresh_database
from tests.harness.visitor import Visitor

if TYPE_CHECKING:
    from playwright.sync_api import Browser

stub_addon_package()

# No test depends on the speed of the machine.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

# Soak tests take long; only `make soak` runs them.
collect_ignore = [] if os.environ.get("RESTAPI_SOAK") else ["soak"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--series", action="append", choices=SERIES, help="test this series only")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "series" not in metafunc.fixturenames:
        return
    chosen = metafunc.config.getoption("--series") or available()
    metafunc.parametrize("series", sorted(set(chosen)), indirect=True, scope="session")


# The tests in these folders share servers that their conftest.py starts, or what takes long to build in a
# new database: the files of Odoo's web client.
TOGETHER = re.compile(r"tests/(browser|docs|faults|statements)/")


class BySeries(LoadScopeScheduling):
    """Gives each xdist worker one file at a time, of a single series as long as there are any: a worker
    starts its own server for each series it meets."""

    def _split_scope(self, nodeid: str) -> str:
        file, _, name = nodeid.partition("::")
        together = TOGETHER.match(file)
        series = re.search(r"[\[-]({})[\]-]".format("|".join(map(re.escape, SERIES))), name)
        return f"{series.group(1) if series else ''} {together.group() if together else file}"

    def _assign_work_unit(self, node: Any) -> None:
        chosen = self.config.getoption("--series") or available()
        own = chosen[int(node.gateway.id.removeprefix("gw")) % len(chosen)]
        best = min(self.workqueue, key=lambda scope: [own, "", *SERIES].index(scope.split(" ")[0]))
        self.workqueue.move_to_end(best, last=False)
        super()._assign_work_unit(node)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> BySeries:
    return BySeries(config, log)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Names the series that no test ran on, because silence would look like success."""
    chosen = config.getoption("--series") or available()
    missing = unavailable()
    for one in (one for one in reversed(SERIES) if one not in chosen):
        why = f"set {missing[one]}" if one in missing else "not chosen"
        terminalreporter.write_line(f"Odoo {one}: not run ({why})")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    server = getattr(item, "funcargs", {}).get("server")
    if report.failed and isinstance(server, Server):
        tail = "\n".join(server.log_since_mark().splitlines()[-LOG_TAIL_LINES:])
        report.sections.append((f"Odoo's log ({server.log_path})", tail or "(nothing)"))
    return report


@pytest.fixture(scope="session")
def series(request: pytest.FixtureRequest) -> str:
    """For instance `19.0`."""
    return request.param


@pytest.fixture(scope="session")
def has(series: str) -> Callable[[str], bool]:
    """`has("websockets")`: whether the series has a feature listed in tests/harness/features.py."""
    return lambda feature: features.has(series, feature)


@pytest.fixture(scope="session")
def billing(series: str) -> Invoicing:
    """The names of models and fields for invoices in the series."""
    return invoicing(series)


@pytest.fixture(scope="session")
def picture(has: Callable[[str], bool]) -> str:
    """The picture field of partners and users."""
    return "image_1920" if has("image_1920") else "image"


@pytest.fixture(scope="session")
def text(has: Callable[[str], bool]) -> str:
    """SQL that makes a translated value of the parameter `text`."""
    is_json = has("translated columns are JSON")
    return "jsonb_build_object('en_US', %(text)s::text)" if is_json else "%(text)s"


@pytest.fixture(scope="session")
def postgres_port() -> Iterator[int]:
    with postgres.server() as port:
        yield port


@pytest.fixture(scope="session")
def server(series: str, postgres_port: int) -> Iterator[Server]:
    """A running Odoo with two workers, on a database shared by all tests of this series."""
    name = f"test_{series.replace('.', '_')}_{os.getpid()}"
    with (
        fresh_database(series, name, postgres_port),
        Server(series, name, postgres_port) as running,
    ):
        yield running


@pytest.fixture(autouse=True)
def _log_mark(request: pytest.FixtureRequest) -> None:
    if "server" in request.fixturenames:
        request.getfixturevalue("server").mark_log()


MakeServer = Callable[..., Server]


@pytest.fixture
def make_server(series: str, postgres_port: int) -> Iterator[MakeServer]:
    """`make_server(db=None, workers=2, extra_conf={…}, env={…})`: another server for this test.

    Without `db` it gets a fresh database. With the name of another server's database, it is a second
    host for that database.
    """
    with ExitStack() as stack:
        count = 0

        def make(db: str | None = None, **options: object) -> Server:
            nonlocal count
            count += 1
            if db is None:
                name = f"test_{series.replace('.', '_')}_{os.getpid()}_{count}"
                db = stack.enter_context(fresh_database(series, name, postgres_port))
            return stack.enter_context(Server(series, db, postgres_port, **options))

        yield make


@pytest.fixture(scope="session")
def odoo(server: Server) -> OdooClient:
    """Odoo's own external API, called as the administrator."""
    return OdooClient(server.url, server.db)


@pytest.fixture(scope="session")
def make_user(odoo: OdooClient, server: Server) -> MakeUser:
    """`make_user(groups=['base.group_user', …], **vals)` → id, login, password, name, partner_id"""
    return user_factory(odoo, server.sql)


@pytest.fixture(scope="session")
def token_of(server: Server, odoo: OdooClient) -> Callable[..., str]:
    """`token_of(user_id, scopes='read')`: an access token of a new machine application."""

    def token_of(user_id: int, scopes: str = "read create write delete call report") -> str:
        application = make_application(odoo, user_id, scopes=scopes)
        with HttpClient(server.url) as http:
            return str(get_token(http, application)["access_token"])

    return token_of


@pytest.fixture(scope="session")
def admin_token(odoo: OdooClient, token_of: Callable[..., str]) -> str:
    return token_of(odoo.ref("base.user_admin"))


@pytest.fixture(scope="session")
def employee(make_user: MakeUser) -> User:
    """An internal user without further groups."""
    return make_user()


@pytest.fixture(scope="session")
def employee_token(employee: User, token_of: Callable[..., str]) -> str:
    return token_of(employee.id)


@pytest.fixture
def http(server: Server) -> Iterator[HttpClient]:
    """An HTTP client for the server that keeps no state between requests."""
    with HttpClient(server.url) as client:
        yield client


@pytest.fixture
def register(odoo: OdooClient) -> Callable[..., Application]:
    """`register(kind='web', user_id=…, **vals)`: an application, owned by the administrator by default."""

    def register(user_id: int | None = None, **vals: object) -> Application:
        return make_application(odoo, user_id or odoo.uid, **vals)

    return register


@pytest.fixture
def visitor(server: Server) -> Iterator[Callable[..., Visitor]]:
    """`visitor(user)`: a browser without a window, signed in; `visitor()`: not signed in."""
    with ExitStack() as stack:

        def make(user: User | None = None) -> Visitor:
            one = stack.enter_context(Visitor(server.url))
            if user:
                one.sign_in(user)
            return one

        yield make


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Chromium, once per process: Playwright can't be started twice."""
    # Imported here because it takes a quarter of a second, which the unit tests need not wait for.
    from playwright.sync_api import sync_playwright

    from tests.harness.browser import launched

    with sync_playwright() as playwright, launched(playwright) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def rsa_key() -> KeyPairs:
    """Two RSA key pairs in PEM format."""
    return two_pairs()


@pytest.fixture(scope="session")
def routes(server: Server) -> list[dict[str, Any]]:
    """`rest.transport.routes.ROUTES`, read from the running addon."""
    script = (paths.ROOT / "tests" / "docs" / "introspect.py").read_text()
    output = server.databases.odoo_run(server.db, f"routes-{server.db}", [], stdin=script)
    (facts,) = re.findall(r"RESTAPI-FACTS (\{.*\})", output)
    found: list[dict[str, Any]] = json.loads(facts)["routes"]
    return found
