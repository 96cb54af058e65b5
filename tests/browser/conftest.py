"""Browsers, and applications that users sign in to."""

import pytest

from tests.harness.browser import SCREENSHOTS, Callback, WebClient
from tests.harness.rpc import quick_sign_in

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture(scope="module", autouse=True)
def _restore_cheap_hash(server):
    """When the administrator signs in with a browser, Odoo stores an expensive hash; this resets it."""
    yield
    server.sql(quick_sign_in())


@pytest.fixture
def person(request, browser, server, series):
    """`person()`: a user at a browser of their own; `person(width=390)`: at a phone."""
    contexts = []

    def make(width=1280, height=1000, **options):
        viewport = {"width": width, "height": height}
        context = browser.new_context(viewport=viewport, **options)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
        contexts.append(context)
        return WebClient(context.new_page(), server.url, series)

    yield make
    for context in contexts:
        if request.node.stash.get(FAILED, False):
            for page in context.pages:
                SCREENSHOTS.mkdir(parents=True, exist_ok=True)
                page.screenshot(path=SCREENSHOTS / f"failed-{request.node.name}.png")
        context.close()


@pytest.fixture
def callback():
    with Callback() as application:
        yield application


@pytest.fixture
def shop(register, callback):
    """A web application."""
    return register(name="Web shop", kind="web", redirect_uris=callback.uri)
