"""Creates an invoice with a tax, posts it, pays it, and credits it."""

import json

from odoo_client import Odoo

MOVE = "/object/account.move"
FIELDS = "name,state,payment_state,amount_total,amount_residual"

odoo = Odoo()


def show(move):
    record = odoo.records("GET", f"{MOVE}/{move}", params={"fields": FIELDS})
    print(*[record[name] for name in FIELDS.split(",")])


# 1. Find the tax by its properties.
domain = [["type_tax_use", "=", "sale"], ["amount", "=", 15], ["company_id", "=", 1]]
query = {"domain": json.dumps(domain), "fields": "name", "limit": 1}
(tax,) = odoo.records("GET", "/object/account.tax", params=query)

# 2. Create the invoice as a draft. Each line names its taxes.
lines = [
    {"name": "Analytical engine", "quantity": 2, "price_unit": 150, "tax_ids": [tax["id"]]},
    {"name": "Delivery", "quantity": 1, "price_unit": 20, "tax_ids": [tax["id"]]},
]
vals = {
    "move_type": "out_invoice",
    "partner_id": 3,
    "invoice_date": "2026-11-24",
    "ref": "ORDER-1815",  # the shop's order number, to find the invoice again
    "invoice_line_ids": {"create": lines},
}
invoice = odoo.records("POST", MOVE, json={"vals": vals, "fields": ["journal_id"]})
number = invoice["id"]

# 3. Post it: it gets its number, and can no longer be changed.
odoo.call(f"{MOVE}/{number}/action_post")
show(number)

# 4. Pay it with the wizard behind the button Register Payment. The context names the invoice.
context = {"active_model": "account.move", "active_ids": [number]}
body = {"vals": {"payment_date": "2026-11-25"}, "context": context, "fields": ["amount"]}
wizard = odoo.records("POST", "/object/account.payment.register", json=body)
odoo.call(f"/object/account.payment.register/{wizard['id']}/action_create_payments")
show(number)

# 5. Credit it with the wizard behind Credit Note, which returns an action that opens the credit note.
vals = {"reason": "Returned", "journal_id": invoice["journal_id"][0]}
body = {"vals": vals, "context": context, "fields": ["date"]}
wizard = odoo.records("POST", "/object/account.move.reversal", json=body)
action = odoo.call(f"/object/account.move.reversal/{wizard['id']}/reverse_moves")
credit_note = action["res_id"]
odoo.call(f"{MOVE}/{credit_note}/action_post")
show(credit_note)
