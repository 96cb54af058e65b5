"""A method call: only the address, the token and the place of the result change."""

import requests

SERVER = "http://127.0.0.1:8069"
start = requests.get(SERVER + "/start").json()
token = requests.post(
    SERVER + "/restapi/1.0/common/oauth2/access_token",
    auth=(start["client_id"], start["client_secret"]),
    data={"grant_type": "client_credentials"},
).json()["access_token"]

body = {"domain": [["code", "=", "BE"]], "fields": ["name"], "context": {"lang": "en_US"}}
# before: requests.post(SERVER + "/json/2/res.country/search_read", json=body, headers=…).json()
answer = requests.post(
    SERVER + "/restapi/1.0/object/res.country/search_read",
    json=body,
    headers={"Authorization": "Bearer " + token},
)
print(answer.json()["result"])
