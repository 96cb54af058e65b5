"""Browsers, and applications that users sign in to."""

import pytest

from tests.harness.browser import SCREENSHOTS, Callback, WebClient
from tests.harness.explorer import Explorer

VIEWPORT = {"width": 1280, "height": 1000}
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="session")
def administrator(make_user):
    """Not the user as whom tests call Odoo: when that one signs in, Odoo stores an expensive hash of the
    password, and checks it at many calls."""
    groups = ["base.group_user", "base.group_system", "base.group_partner_manager"]
    return make_user(groups=[*groups, "restapi.group_manager"])


@pytest.fixture
def person(request, browser, server, series):
    """`person()`: a user at a browser of their own; `person(width=390)`: at a phone."""
    contexts = []

    def make(width=VIEWPORT["width"], height=VIEWPORT["height"], **options):
        contexts.append(new_context(browser, server, {"width": width, "height": height}, **options))
        return WebClient(contexts[-1].new_page(), server.url, series)

    yield make
    for context in contexts:
        keep_failure(request.node, context)
        context.close()


def new_context(browser, server, viewport, **options):
    context = browser.new_context(viewport=viewport, **options)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    return context


def keep_failure(test, context):
    """Saves what is on screen, if the test has failed."""
    if test.stash.get(FAILED, False):
        for page in context.pages:
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"failed-{test.name}.png")


@pytest.fixture(scope="session")
def office(browser, server, series, administrator):
    """A browser that the tests share, because it keeps the web client's files in its cache."""
    context = new_context(browser, server, VIEWPORT)
    WebClient(context.new_page(), server.url, series).start(administrator)
    yield context
    context.close()


@pytest.fixture
def manager(request, office, server, series):
    """The administrator, signed in, at a new page without what earlier pages stored."""
    page = office.new_page()
    stored = {"origin": server.url, "storageTypes": "local_storage,indexeddb"}
    office.new_cdp_session(page).send("Storage.clearDataForOrigin", stored)
    yield WebClient(page, server.url, series)
    keep_failure(request.node, office)
    page.close()


@pytest.fixture
def callback():
    with Callback() as application:
        yield application


@pytest.fixture
def shop(register, callback):
    """A web application."""
    return register(name="Web shop", kind="web", redirect_uris=callback.uri)


@pytest.fixture
def explorer(person, administrator):
    """`explorer(user)`: somebody at the explorer; nothing may have gone wrong on the page at the end."""
    made = []

    def make(user=administrator):
        made.append(Explorer(person(), user))
        return made[-1]

    yield make
    assert [one.wrong for one in made] == [[] for one in made]
