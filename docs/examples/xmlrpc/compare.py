"""The same requests with Odoo's XML-RPC and with this API."""

import xmlrpc.client

import requests

SERVER = "http://127.0.0.1:8069"
API = SERVER + "/restapi/1.0"
start = requests.get(SERVER + "/start").json()
DATABASE = start["database"]

# XML-RPC: a password, and positional arguments
user = xmlrpc.client.ServerProxy(SERVER + "/xmlrpc/2/common").authenticate(
    DATABASE, "admin", "admin", {}
)
models = xmlrpc.client.ServerProxy(SERVER + "/xmlrpc/2/object")
domain = [("code", "in", ["BE", "TW"])]
old = models.execute_kw(
    DATABASE,
    user,
    "admin",
    "res.country",
    "search_read",
    [domain],
    {"fields": ["name"], "order": "name"},
)

# this API: a token, and parameters by name
token = requests.post(
    API + "/common/oauth2/access_token",
    auth=(start["client_id"], start["client_secret"]),
    data={"grant_type": "client_credentials"},
).json()["access_token"]
odoo = requests.Session()
odoo.headers["Authorization"] = "Bearer " + token
new = odoo.get(
    API + "/object/res.country",
    params={"domain": str(domain), "fields": "name", "order": "name"},
).json()["Country"]

print(old == new, new)
