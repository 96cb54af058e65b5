"""Somebody at the API explorer, in a real browser."""

import json
import time
from typing import Any

from playwright.sync_api import Locator, Page

from tests.harness.browser import TIMEOUT_SECONDS, WebClient
from tests.harness.oauth import Application
from tests.harness.rpc import OdooClient, User

EXPLORER = "/restapi/1.0/docs"
XML_ID = "restapi.explorer_application"


def explorer_application(odoo: OdooClient) -> Application:
    """The built-in application; it has no secret that a client could know."""
    record = odoo.ref(XML_ID)
    row = odoo.read("restapi.application", record, ["client_id"])
    return Application(record, row["client_id"], "")


class Explorer:
    """One person at the explorer, who notes what goes wrong there: errors in the console, also those of
    the Content-Security-Policy, and requests to other hosts.

    :param user: as whom they sign in
    """

    def __init__(self, web: WebClient, user: User) -> None:
        self.web = web
        self.user = user
        self.page: Page = web.page
        self.url = web.url + EXPLORER
        self.wrong: list[str] = []
        self.bytes = 0
        self.page.on("console", lambda message: self._note(message.type, message.text))
        self.page.on("pageerror", lambda error: self._note("error", str(error)))
        self.page.on("request", lambda request: self._look(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and self.page.url.startswith(self.url):
            self.wrong.append(text)

    def _look(self, url: str) -> None:
        if not url.startswith((self.web.url, "data:", "blob:")):
            self.wrong.append(f"a request to {url}")

    def open(self, place: str = "") -> None:
        self.page.goto(f"{self.url}{place}")
        self.page.locator("#sign_in").wait_for()

    def sign_in(self) -> None:
        """Signs in as somebody who is signed in to Odoo."""
        self.web.start(self.user)
        self.page.locator("#sign_in").click()
        self.allow()
        self.page.locator("#found li").first.wait_for(state="attached")

    def allow(self) -> None:
        self.page.locator("button[value=allow]").click()
        self.page.wait_for_url(lambda url: url.startswith(self.url) and "code=" not in url)

    def choose(self, model: str) -> None:
        self.page.locator("#search").fill(model)
        self.page.locator(f"#found [data-model='{model}']").click()
        self.page.locator(".heading code", has_text=model).wait_for()

    def tab(self, name: str) -> None:
        self.page.locator(f"#model > article > .tabs [data-tab={name}]").click()

    def operation(self, operation_id: str) -> Locator:
        block = self.page.locator(f"[id^=operations-][id$='-{operation_id}']")
        block.wait_for()
        return block

    def answer(self, block: Locator) -> Any:
        """The JSON that the viewer shows after a request."""
        shown = block.locator(".live-responses-table .highlight-code code").first
        shown.wait_for()
        return json.loads(shown.inner_text())

    def until(self, script: str) -> Any:
        """The value of an expression, once it is true. The page's policy lets the browser's own waiting
        evaluate nothing."""
        deadline = time.monotonic() + TIMEOUT_SECONDS
        while time.monotonic() < deadline:
            value = self.page.evaluate(script)
            if value:
                return value
            self.page.wait_for_timeout(50)
        raise AssertionError(f"{script} does not become true")

    def focused(self) -> Locator:
        return self.page.locator(":focus")

    def tab_to(self, selector: str, back: bool = False) -> None:
        """Press Tab until an element has the focus that matches.

        :raises AssertionError: none of the next hundred does
        """
        for _ in range(100):
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
            script = "selector => document.activeElement.matches(selector)"
            if self.page.evaluate(script, selector):
                return
        raise AssertionError(f"Tab does not get to {selector}")
