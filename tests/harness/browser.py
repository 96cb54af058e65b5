"""Chromium, Odoo's web client in it, and a web application to which users return."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from playwright.sync_api import Browser, Locator, Page, Playwright

from dev import chromium, paths
from tests.harness.features import has
from tests.harness.rpc import User
from tests.harness.visitor import Visitor

SCREENSHOTS = paths.STATE / "screenshots"
TIMEOUT_SECONDS = 60
AUTHORIZE = "/restapi/1.0/common/oauth2/authorize"
# The password has a cheap hash, see rpc.quick_sign_in.
ADMINISTRATOR = User(id=2, login="admin", password="admin", name="", partner_id=3)


@contextmanager
def launched(playwright: Playwright) -> Iterator[Browser]:
    chromium.prepare()
    # Chromium's sandbox does not work as root, which containers use.
    browser = playwright.chromium.launch(
        executable_path=str(chromium.path()), args=["--no-sandbox"]
    )
    try:
        yield browser
    finally:
        browser.close()


class Callback:
    """A tiny web application on loopback. It records the redirects it receives and answers with `page`."""

    def __init__(self) -> None:
        self.visits: queue.Queue[str] = queue.Queue()
        self.page = "<h1>Back at the application</h1>"
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                if self.path.startswith("/callback"):
                    outer.visits.put(self.path)
                body = outer.page.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self.uri = f"{self.origin}/callback"

    def __enter__(self) -> "Callback":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def visit(self) -> dict[str, str]:
        """Waits for the next visit and returns its parameters; fails if none comes."""
        path = self.visits.get(timeout=TIMEOUT_SECONDS)
        return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}


class WebClient:
    """One person at a browser. Hides how the web clients of the series differ."""

    def __init__(self, page: Page, url: str, series: str) -> None:
        self.page = page
        self.url = url
        self.series = series
        self.is_legacy = not has(series, "forms that are always editable")
        self.has_paths = has(series, "addresses below /odoo")
        page.set_default_timeout(TIMEOUT_SECONDS * 1000)

    def shot(self, name: str) -> None:
        """Saves a screenshot for people to look at, in .odoo/screenshots."""
        paths.ensure(SCREENSHOTS)
        self.page.screenshot(path=SCREENSHOTS / f"{name}-{self.series}.png", animations="disabled")

    # ---- sign-in

    def authorize_url(self, client_id: str, **params: str) -> str:
        query = {"response_type": "code", "client_id": client_id, **params}
        return f"{self.url}{AUTHORIZE}?{urlencode(query)}"

    def sign_in(self, login: str, password: str) -> None:
        """Fills in Odoo's login form, which is already on screen."""
        is_hashed_anew = login == ADMINISTRATOR.login
        if is_hashed_anew and has(self.series, "session tokens depend on the old password hash"):
            with Visitor(
                self.url
            ) as visitor:  # other workers would end a session made before the rehash
                visitor.sign_in(ADMINISTRATOR)
        form = self.page.locator("form.oe_login_form")
        if self.is_legacy:  # a pending request of the page could set an anonymous session cookie
            self.page.wait_for_load_state("networkidle")
        form.locator("input[name=login]").fill(login)
        form.locator("input[name=password]").fill(password)
        form.locator("button[type=submit]").first.click()

    def start(self, user: User) -> None:
        """Signs in without a page, because Odoo's login page and the web client load slowly."""
        with Visitor(self.url) as visitor:
            visitor.sign_in(user)
            session = str(visitor.cookies.get("session_id"))
        self.page.context.add_cookies([{"name": "session_id", "value": session, "url": self.url}])

    # ---- navigation

    def action(self, xmlid: str, record: int | None = None) -> None:
        """Opens an action, or one of its records."""
        if self.has_paths:
            target = f"/odoo/action-{xmlid}" + (f"/{record}" if record else "")
        else:
            target = f"/web#action={xmlid}" + (f"&id={record}&view_type=form" if record else "")
            self.page.goto("about:blank")  # otherwise only the fragment would change
        self.page.goto(self.url + target)
        self.page.locator(".o_form_view" if record else ".o_list_view").wait_for()

    def preferences(self) -> None:
        self.page.locator(".o_main_navbar").wait_for()
        self.page.locator(".o_user_menu > a, .o_user_menu button").first.click()
        self.page.locator("[data-menu=settings], [data-menu=preferences]").first.click()
        self.page.get_by_role("tab", name="Applications").click()

    def back(self) -> None:
        """Goes back one step in the breadcrumbs."""
        self.page.locator(".o_breadcrumb a, .breadcrumb a").last.click()

    # ---- forms and lists

    def field(self, name: str) -> Locator:
        return self.page.locator(f".o_form_view .o_field_widget[name={name}]").first

    def text(self, name: str) -> str:
        return self.field(name).inner_text().strip()

    def edit(self) -> None:
        if self.is_legacy:
            self.page.locator(".o_form_button_edit:visible").click()
            self.page.locator(".o_form_editable").wait_for()

    def fill(self, name: str, value: str) -> None:
        field = self.field(name)
        box = field.locator("input, textarea").or_(
            self.page.locator(f":is(input, textarea).o_field_widget[name={name}]")
        )
        box.first.fill(value)

    def choose(self, name: str, value: str) -> None:
        """Picks one of a field's radio buttons."""
        self.field(name).locator(f"input[data-value={value}]").dispatch_event("click")

    def tick(self, name: str) -> None:
        self.field(name).locator("input").dispatch_event("click")

    def save(self) -> None:
        self.page.locator(".o_form_button_save:visible").first.click()
        if self.is_legacy:
            self.page.locator(".o_form_readonly").wait_for()
        else:
            self.page.locator(".o_form_saved").first.wait_for()

    def confirm(self) -> None:
        """Confirms the dialog that is shown."""
        dialogs = self.page.locator(".modal:visible")
        dialogs.last.wait_for()
        count = dialogs.count()
        dialogs.last.locator(".modal-footer .btn-primary").click()
        self.page.wait_for_function(
            "count => document.querySelectorAll('.modal').length < count", arg=count
        )

    def copied(self, name: str) -> str:
        """Clicks a field's copy button and returns the content of the clipboard."""
        return self._copied(self.field(name))

    def _copied(self, field: Locator) -> str:
        button = ".o_clipboard_button" if self.is_legacy else "button"
        self.page.evaluate("navigator.clipboard.writeText('')")
        field.locator(button).first.click()
        self.page.wait_for_function("navigator.clipboard.readText().then(text => text !== '')")
        text: Any = self.page.evaluate("navigator.clipboard.readText()")
        return str(text)

    def secret(self) -> str:
        """An application's secret, revealed with the button on its form."""
        self.page.locator("button[name=action_show_secret]:visible").click()
        dialog = self.page.locator(".modal:visible .o_field_widget[name=client_secret]")
        dialog.wait_for()
        text = self._copied(dialog)
        self.page.locator(".modal:visible .modal-footer button:visible").first.click()
        self.page.locator(".modal").wait_for(state="detached")
        return text

    def rows(self) -> Locator:
        return self.page.locator(".o_list_view .o_data_row")

    def unfold(self, *names: str) -> None:
        """Shows the rows of these groups of a list."""
        self.page.locator(".o_list_view .o_group_header").first.wait_for()
        if not has(self.series, "groups that are open at first"):
            for name in names:
                self.page.locator(".o_group_header", has_text=name).click()
                self.rows().filter(has_text=name).first.wait_for()
        self.rows().first.wait_for()
