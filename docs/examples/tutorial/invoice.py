"""Signs in, finds or creates a customer, writes an invoice, and prints it to invoice.pdf."""

import requests

SERVER = "http://127.0.0.1:8069"
API = SERVER + "/restapi/1.0"

# 1. Sign in: get a code, then exchange it for a token.
start = requests.get(SERVER + "/start").json()
key, secret = start["client_id"], start["client_secret"]
code = requests.get(
    API + "/common/oauth2/authorize", params={"response_type": "code", "client_id": key}
).json()["code"]
token = requests.post(
    API + "/common/oauth2/access_token",
    auth=(key, secret),
    data={"grant_type": "authorization_code", "code": code},
).json()["access_token"]

odoo = requests.Session()
odoo.headers["Authorization"] = "Bearer " + token


def call(method, path, **options):
    """Sends a request to the API; an error answer says what went wrong."""
    answer = odoo.request(method, API + path, **options)
    if not answer.ok:
        raise SystemExit(answer.json()["detail"])
    return answer


# 2. Find the customer, or create it.
domain = "[('name','=','Ada Lovelace')]"
found = call("GET", "/object/res.partner", params={"domain": domain, "limit": 1}).json()
(partners,) = found.values()  # the key is the model's name, "Contact"
if partners:
    partner = partners[0]
else:
    vals = {"name": "Ada Lovelace", "city": "London"}
    (partner,) = call("POST", "/object/res.partner", json={"vals": vals}).json().values()

# 3. Change it.
vals = {"email": "ada@example.com"}
call("PUT", f"/object/res.partner/{partner['id']}", json={"vals": vals})

# 4. Write an invoice, and post it: action_post is a method of Odoo's model account.move.
lines = [{"name": "Notes on the engine", "quantity": 2, "price_unit": 150}]
vals = {
    "move_type": "out_invoice",
    "partner_id": partner["id"],
    "invoice_date": "2026-11-24",
    "invoice_line_ids": {"create": lines},
}
(invoice,) = call("POST", "/object/account.move", json={"vals": vals}).json().values()
call("POST", f"/object/account.move/{invoice['id']}/action_post")

fields = "name,state,partner_id.email,amount_untaxed"
answer = call("GET", f"/object/account.move/{invoice['id']}", params={"fields": fields})
(invoice,) = answer.json().values()
print(invoice["name"], invoice["state"], invoice["partner_id"]["email"], invoice["amount_untaxed"])

# 5. Print it.
path = f"/report/account.report_invoice/{invoice['id']}"
document = call("GET", path, headers={"Accept": "application/pdf"})
with open("invoice.pdf", "wb") as file:
    file.write(document.content)
print(f"invoice.pdf: {len(document.content) // 1000} kB")
