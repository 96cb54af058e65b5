"""A client for machine applications: signs in, waits when asked to, and reports errors."""

import os
import time

import requests

API = "http://127.0.0.1:8069/restapi/1.0"
ATTEMPTS = 5


class Problem(Exception):
    """A refused request: `code` is for programs, the message for people."""

    def __init__(self, answer):
        try:
            body = answer.json()
        except ValueError:  # not from the API: a proxy's error page
            body = {}
        self.status = answer.status_code
        self.code = body.get("code") or body.get("error")
        detail = body.get("detail") or body.get("error_description") or answer.reason
        super().__init__(f"{self.status} {self.code}: {detail}")


class Odoo:
    def __init__(self, key=None, secret=None):
        self.credentials = (
            key or os.environ["CLIENT_ID"],
            secret or os.environ["CLIENT_SECRET"],
        )
        self.ends = 0
        self.session = requests.Session()

    def request(self, method, path, **options):
        """Sends a request; raises Problem unless it succeeds."""
        if time.time() > self.ends:
            self._sign_in()
        answer = self._send(method, path, **options)
        if answer.status_code == 401:  # the token was revoked before it expired
            self._sign_in()
            answer = self._send(method, path, **options)
        if not answer.ok:
            raise Problem(answer)
        return answer

    def records(self, method, path, **options):
        """The answer without its only key, the model's name."""
        (records,) = self.request(method, path, **options).json().values()
        return records

    def call(self, path, **arguments):
        """Calls a method, and returns its result."""
        return self.request("POST", path, json=arguments).json()["result"]

    def _send(self, method, path, **options):
        """Repeats requests that got 503 or 429: the server has changed nothing."""
        for _ in range(ATTEMPTS):
            answer = self.session.request(method, API + path, timeout=120, **options)
            if answer.status_code not in (429, 503):
                break
            time.sleep(int(answer.headers.get("Retry-After", 5)))
        return answer

    def _sign_in(self):
        self.session.headers.pop("Authorization", None)
        form = {"grant_type": "client_credentials"}
        path = "/common/oauth2/access_token"
        answer = self._send("POST", path, auth=self.credentials, data=form)
        if not answer.ok:
            raise Problem(answer)
        token = answer.json()
        self.ends = time.time() + token["expires_in"] - 30
        self.session.headers["Authorization"] = "Bearer " + token["access_token"]


if __name__ == "__main__":
    odoo = Odoo()
    print(odoo.records("GET", "/object/res.country/20", params={"fields": "name,code"}))
    try:
        odoo.request("GET", "/object/res.country/20", params={"fields": "nmae"})
    except Problem as problem:
        print(problem)
