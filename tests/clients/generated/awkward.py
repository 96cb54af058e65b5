"""Writes and reads a record of each of the models of tests/harness/awkward.py."""

import os

import httpx
from odoo_api import AuthenticatedClient
from odoo_api.api.x_awk_ward import (
    create_x_awk_ward,
    create_x_awk_ward_2,
    read_x_awk_ward,
    read_x_awk_ward_2,
)
from odoo_api.models import (
    CreateXAwkWard2Body,
    CreateXAwkWardBody,
    Problem,
    XAwkWard2Values,
    XAwkWardValues,
    XAwkWardXChoiceChoice,
)

API = "http://127.0.0.1:8069/restapi/1.0"
CREDENTIALS = (os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"])

form = {"grant_type": "client_credentials"}
token = httpx.post(API + "/common/oauth2/access_token", auth=CREDENTIALS, data=form).json()
client = AuthenticatedClient(base_url=API, token=token["access_token"])

values = XAwkWardValues(x_class="one", x_choice=XAwkWardXChoiceChoice("+7"))
one = create_x_awk_ward.sync(client=client, body=CreateXAwkWardBody(vals=values))
assert one is not None
assert not isinstance(one, Problem), one
read = read_x_awk_ward.sync(one.x_awk_ward.id, client=client)
assert read is not None
assert not isinstance(read, Problem), read
choice = read.x_awk_ward.x_choice
assert isinstance(choice, XAwkWardXChoiceChoice)
print(read.x_awk_ward.x_class, choice.value)

other_values = XAwkWard2Values(x_class="other")
other = create_x_awk_ward_2.sync(client=client, body=CreateXAwkWard2Body(vals=other_values))
assert other is not None
assert not isinstance(other, Problem), other
other_read = read_x_awk_ward_2.sync(other.x_awk_ward.id, client=client)
assert other_read is not None
assert not isinstance(other_read, Problem), other_read
print(other_read.x_awk_ward.x_class, other_read.x_awk_ward.x_choice)
