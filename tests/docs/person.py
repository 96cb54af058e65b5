"""What a browser and a person do on the sign-in and consent pages; used as $BROWSER of an example."""

import os
import sys
from urllib.parse import urljoin

import requests
from lxml import html


def submit(session, page, **fields):
    """Fills in the page's form and sends it as the button does."""
    form = html.fromstring(page.content, base_url=page.url).forms[-1]
    button = form.xpath(".//button[@name and @value]")
    values = {**dict(form.form_values()), **fields}
    if button:
        values.setdefault(button[0].get("name"), button[0].get("value"))
    return session.request(form.method, urljoin(page.url, form.action or page.url), data=values)


def main():
    session = requests.Session()
    session.headers["Accept"] = "text/html"
    page = session.get(sys.argv[1])
    page = submit(session, page, login=os.environ["LOGIN"], password=os.environ["PASSWORD"])
    if "You can close this page" not in page.text:
        page = submit(session, page)
    assert "You can close this page" in page.text, page.text


main()
