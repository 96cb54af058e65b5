"""A web application: visitors sign in to Odoo and see their own invoices.

pip install "requests-oauthlib>=2.0"
"""

import html
import http.server
import json
import os
import re
import secrets
import urllib.parse

from oauthlib.oauth2 import OAuth2Error
from requests_oauthlib import OAuth2Session

API = "http://127.0.0.1:8069/restapi/1.0"
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # only because this server has no https
CLIENT_ID = os.environ["CLIENT_ID"]  # the key of your web application
CLIENT_SECRET = os.environ["CLIENT_SECRET"]
CALLBACK = "http://127.0.0.1:3000/callback"  # registered with it
TOKEN_URL = API + "/common/oauth2/access_token"

# the session of each browser, by its cookie; a real application stores it in a database
sessions = {}


class Ended(Exception):
    """The visitor revoked the application, or was away for too long."""


class Session:
    """One visitor. The library refreshes an expired token, and `keep` stores the new one."""

    def __init__(self):
        self.state = None
        self.odoo = OAuth2Session(
            CLIENT_ID,
            redirect_uri=CALLBACK,
            scope="read report",
            pkce="S256",
            auto_refresh_url=TOKEN_URL,
            auto_refresh_kwargs={"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET},
            token_updater=self.keep,
        )

    def keep(self, token):
        """Stores the new tokens: the old refresh token has ended. Refreshes 30 seconds early."""
        self.odoo.token = {**token, "expires_at": token["expires_at"] - 30}

    def begin(self):
        location, self.state = self.odoo.authorization_url(API + "/common/oauth2/authorize")
        return location

    def finish(self, answer):
        state, self.state = self.state, None  # works once
        if not state or answer.get("state") != state:
            raise ValueError("not our sign-in")
        if "error" in answer:  # access_denied: the visitor refused
            raise ValueError(answer["error"])
        code = answer["code"]
        self.keep(self.odoo.fetch_token(TOKEN_URL, code=code, client_secret=CLIENT_SECRET))

    def get(self, path, accept="application/json", **query):
        try:
            answer = self.odoo.get(API + path, params=query, headers={"Accept": accept})
        except OAuth2Error as error:  # there is no new token
            raise Ended from error
        if answer.status_code == 401:
            raise Ended
        if not answer.ok:
            raise ValueError(answer.json()["detail"])
        return answer

    def records(self, path, **query):
        (records,) = self.get(path, **query).json().values()  # the only key is the model's name
        return records

    def my_partner(self):
        user = self.get("/common/oauth2/userinfo").json()
        me = self.records(f"/object/res.users/{user['sub']}", fields="partner_id")
        return me["partner_id"]  # [id, name]

    def home(self):
        partner, name = self.my_partner()
        domain = [
            ["move_type", "=", "out_invoice"],
            ["state", "=", "posted"],
            ["partner_id", "=", partner],
        ]
        query = {"domain": json.dumps(domain), "order": "id desc", "limit": 20}
        invoices = self.records("/object/account.move", fields="name,amount_total", **query)
        rows = [
            f'<li><a href="/invoices/{one["id"]}">{html.escape(one["name"])}</a>'
            f" {one['amount_total']}</li>"
            for one in invoices
        ]
        return f"<h1>{html.escape(name)}</h1><ul>{''.join(rows)}</ul>"

    def invoice(self, number):
        return self.get(f"/report/account.report_invoice/{number}", "application/pdf").content


class Application(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        key, session = self.session()
        try:
            if address.path == "/callback":
                session.finish(dict(urllib.parse.parse_qsl(address.query)))
                self.say(302, "text/plain", "", Location="/")
            elif not session.odoo.token:
                self.sign_in(key, session)
            elif match := re.fullmatch(r"/invoices/(\d+)", address.path):
                self.say(200, "application/pdf", session.invoice(match[1]))
            else:
                self.say(200, "text/html; charset=utf-8", session.home())
        except Ended:
            sessions[key] = Session()
            self.sign_in(key, sessions[key])
        except OAuth2Error as error:  # the code was refused
            self.say(400, "text/plain; charset=utf-8", error.description)
        except ValueError as error:
            self.say(400, "text/plain; charset=utf-8", str(error))

    def sign_in(self, key, session):
        cookie = f"session={key}; HttpOnly; SameSite=Lax; Path=/"  # Secure, with https
        self.say(302, "text/plain", "", Location=session.begin(), Set_Cookie=cookie)

    def session(self):
        match = re.search(r"session=([\w-]+)", self.headers.get("Cookie", ""))
        key = match[1] if match and match[1] in sessions else secrets.token_urlsafe()
        return key, sessions.setdefault(key, Session())

    def say(self, status, content_type, body, **headers):
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body.encode() if isinstance(body, str) else body)


http.server.ThreadingHTTPServer(("127.0.0.1", 3000), Application).serve_forever()
