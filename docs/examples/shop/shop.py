"""Brings the customers and orders of a shop into Odoo. A second run changes only what has changed."""

import json
from pathlib import Path

from odoo_client import Odoo, Problem

ORDERS, LINES = "account.move", "invoice_line_ids"  # with Odoo's app Sales: sale.order, order_line
AT_ONCE = 1000

odoo = Odoo()


def bring_customers(customers):
    """The ids of the customers by their numbers in the shop."""
    counts = {"created": 0, "updated": 0, "unchanged": 0}
    ids = {}
    for start in range(0, len(customers), AT_ONCE):
        some = customers[start : start + AT_ONCE]
        body = {"match": ["ref"], "vals": [customer_vals(customer) for customer in some]}
        done = odoo.request("PUT", "/object/res.partner", json=body).json()
        ids.update(zip([customer["number"] for customer in some], done["ids"], strict=True))
        for word in counts:
            counts[word] += len(done[word])
    print("customers:", ", ".join(f"{number} {word}" for word, number in counts.items()))
    return ids


def customer_vals(customer):
    return {
        "ref": f"SHOP-{customer['number']}",
        "name": customer["name"],
        "email": customer["email"],
        "city": customer["city"],
        "country_id": {"external_id": f"base.{customer['country']}"},
    }


def bring_order(order, ids):
    """Creates the order unless it is there already; whether it was created."""
    lines = [
        {"name": name, "quantity": quantity, "price_unit": price}
        for name, quantity, price in order["lines"]
    ]
    vals = {
        "move_type": "out_invoice",
        "partner_id": ids[order["customer"]],
        "ref": f"SHOP-{order['number']}",
        LINES: {"create": lines},
    }
    try:
        odoo.request(
            "PUT",
            f"/object/{ORDERS}/by/shop.order_{order['number']}",
            json={"vals": vals, "fields": ["id"]},
            headers={"If-None-Match": "*"},
        )
    except Problem as problem:
        if problem.code != "precondition_failed":
            raise
        return False
    return True


ids = bring_customers(json.loads(Path("customers.json").read_text()))
orders = json.loads(Path("orders.json").read_text())
created = sum(bring_order(order, ids) for order in orders)
print(f"orders: {created} created, {len(orders) - created} already there")
