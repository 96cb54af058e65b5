"""A desktop app: its user signs in to Odoo in the browser, and the app gets a token for that user."""

import base64
import hashlib
import http.server
import os
import secrets
import urllib.parse
import webbrowser

import requests

API = "http://127.0.0.1:8069/restapi/1.0"
CLIENT_ID = os.environ["CLIENT_ID"]  # the Consumer Key of your public application


class Callback(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        query = urllib.parse.urlsplit(self.path).query
        self.server.answer = dict(urllib.parse.parse_qsl(query))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"You can close this page.")

    def log_message(self, *_):
        pass


# 1. Open the browser. The verifier stays here; the browser only carries its hash.
server = http.server.HTTPServer(("127.0.0.1", 0), Callback)
redirect_uri = f"http://127.0.0.1:{server.server_port}/callback"
verifier, state = secrets.token_urlsafe(48), secrets.token_urlsafe(16)
challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
query = urllib.parse.urlencode(
    {
        "response_type": "code",
        "client_id": CLIENT_ID,
        "redirect_uri": redirect_uri,
        "scope": "read",
        "state": state,
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
)
webbrowser.open(f"{API}/common/oauth2/authorize?{query}")

# 2. Wait for the browser to come back.
server.handle_request()
if server.answer.get("state") != state:
    raise SystemExit("this answer is not for us")
if "error" in server.answer:
    raise SystemExit(server.answer["error"])

# 3. Exchange the code.
token = requests.post(
    API + "/common/oauth2/access_token",
    data={
        "grant_type": "authorization_code",
        "client_id": CLIENT_ID,
        "code": server.answer["code"],
        "code_verifier": verifier,
        "redirect_uri": redirect_uri,
    },
).json()
answer = requests.get(
    API + "/object/res.country/20",
    params={"fields": "name"},
    headers={"Authorization": "Bearer " + token["access_token"]},
)
print(answer.json(), token["scope"])
