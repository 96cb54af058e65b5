"""A web application: its visitors sign in to Odoo (pip install requests-oauthlib)."""

import http.server
import os
import urllib.parse

from requests_oauthlib import OAuth2Session

API = "http://127.0.0.1:8069/restapi/1.0"
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # only because this server has no https
CLIENT_ID = os.environ["CLIENT_ID"]  # of your application of kind web
CLIENT_SECRET = os.environ["CLIENT_SECRET"]
CALLBACK = "http://127.0.0.1:3000/callback"  # registered with it

sign_ins = {}  # by state; a real application keeps them in its sessions


class Application(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        address = urllib.parse.urlsplit(self.path)
        if address.path == "/callback":
            self.end_sign_in(dict(urllib.parse.parse_qsl(address.query)))
        else:
            self.begin_sign_in()

    def begin_sign_in(self):
        odoo = OAuth2Session(CLIENT_ID, redirect_uri=CALLBACK, scope="read", pkce="S256")
        location, state = odoo.authorization_url(API + "/common/oauth2/authorize")
        sign_ins[state] = odoo
        self.send_response(302)
        self.send_header("Location", location)
        # the cookie ties the answer to this browser
        self.send_header("Set-Cookie", f"state={state}; HttpOnly; SameSite=Lax")
        self.end_headers()

    def end_sign_in(self, answer):
        odoo = sign_ins.pop(answer.get("state"), None)
        if not odoo or f"state={answer['state']}" not in self.headers.get("Cookie", ""):
            return self.say(400, "not our sign-in")
        if "error" in answer:  # access_denied: the visitor said no
            return self.say(400, answer["error"])
        odoo.fetch_token(
            API + "/common/oauth2/access_token", code=answer["code"], client_secret=CLIENT_SECRET
        )
        user = odoo.get(API + "/common/oauth2/userinfo").json()
        return self.say(200, f"Hello, {user['name']}.")

    def say(self, status, text):
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.end_headers()
        self.wfile.write(text.encode())


http.server.ThreadingHTTPServer(("127.0.0.1", 3000), Application).serve_forever()
