"""Acts as a browser and its user on the sign-in and consent pages; examples use it as $BROWSER."""

import os
import re
import sys
from urllib.parse import urljoin

import requests
from lxml import html

PAGES = 3  # sign-in, consent, and the page after these
BY_SCRIPT = re.compile(
    r"<html><head><script>window\.location = '([^']+)'"
)  # as 12.0 and 13.0 redirect


def visit(
    url: str, login: str, password: str, session: requests.Session | None = None
) -> requests.Response:
    """Signs in, allows the application, and returns the last page."""
    session = session or requests.Session()
    session.headers["Accept"] = "text/html"
    page = session.get(url)
    for _ in range(PAGES):
        if not html.fromstring(page.content).forms:
            break
        page = submit(session, page, {"login": login, "password": password})
    return page


def submit(
    session: requests.Session, page: requests.Response, typed: dict[str, str]
) -> requests.Response:
    """Fills in the page's form and submits it with its first button."""
    form = html.fromstring(page.content).forms[-1]
    values = dict(form.form_values())
    values.update({name: text for name, text in typed.items() if name in form.fields})
    for button in form.xpath("(.//button[@name and @value])[1]"):
        values[button.get("name")] = button.get("value")
    sent = session.request(form.method, urljoin(page.url, form.action or page.url), data=values)
    leads_on = BY_SCRIPT.match(sent.text)
    return session.get(urljoin(sent.url, leads_on.group(1))) if leads_on else sent


if __name__ == "__main__":
    last = visit(sys.argv[1], os.environ["LOGIN"], os.environ["PASSWORD"])
    assert "You can close this page" in last.text
