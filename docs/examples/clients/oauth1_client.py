"""OAuth 1.0a with requests-oauthlib (pip install requests-oauthlib)."""

import requests
from requests_oauthlib import OAuth1Session

SERVER = "http://127.0.0.1:8069"
API = SERVER + "/restapi/1.0"
start = requests.get(SERVER + "/start").json()
KEY, SECRET = start["client_id"], start["client_secret"]  # use your own, from Odoo

odoo = OAuth1Session(KEY, SECRET, callback_uri="https://127.0.0.1/callback")
odoo.fetch_request_token(API + "/common/oauth1/request_token")
# a machine application gets the verifier at once
authorized = odoo.get(API + "/common/oauth1/authorize", headers={"Accept": "application/json"})
odoo.fetch_access_token(API + "/common/oauth1/access_token", authorized.json()["oauth_verifier"])

answer = odoo.get(API + "/object/res.country/20", params={"fields": "name,code"})
print(answer.json())
