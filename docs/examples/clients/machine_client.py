"""A machine application: signs in with its key and secret, and again when the token has ended."""

import time

import requests

SERVER = "http://127.0.0.1:8069"
API = SERVER + "/restapi/1.0"
start = requests.get(SERVER + "/start").json()
KEY, SECRET = start["client_id"], start["client_secret"]  # yours, from Odoo


class Odoo:
    def __init__(self):
        self.ends = 0
        self.session = requests.Session()

    def request(self, method, path, **options):
        if time.time() > self.ends:
            self._sign_in()
        answer = self.session.request(method, API + path, **options)
        if answer.status_code == 401:  # the token was ended before its time
            self._sign_in()
            answer = self.session.request(method, API + path, **options)
        answer.raise_for_status()
        return answer.json()

    def _sign_in(self):
        answer = requests.post(
            API + "/common/oauth2/access_token",
            auth=(KEY, SECRET),
            data={"grant_type": "client_credentials", "scope": "read"},
        )
        answer.raise_for_status()
        token = answer.json()
        self.ends = time.time() + token["expires_in"] - 30
        self.session.headers["Authorization"] = "Bearer " + token["access_token"]


odoo = Odoo()
print(odoo.request("GET", "/object/res.country/20", params={"fields": "name,code"}))
