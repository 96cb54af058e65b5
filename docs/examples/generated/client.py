"""Uses the client that openapi-python-client has made in the folder `odoo_api`."""

import base64
import os
from typing import TypeVar

import httpx
from odoo_api import AuthenticatedClient
from odoo_api.api.account_move import list_account_move, print_account_move_account_report_invoice
from odoo_api.api.res_country import list_res_country
from odoo_api.api.res_partner import (
    call_one_res_partner_address_get,
    create_res_partner,
    delete_res_partner,
    patch_res_partner,
    read_res_partner,
)
from odoo_api.models import (
    CallOneResPartnerAddressGetBody,
    CreateResPartnerBody,
    PatchResPartnerBody,
    Problem,
    ResPartnerTypeChoice,
    ResPartnerValues,
)

API = "http://127.0.0.1:8069/restapi/1.0"
T = TypeVar("T")


class Refused(Exception):
    """The server's answer is a problem document."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.detail}")


def checked(answer: T | Problem | None) -> T:
    """The answer, if it is no error."""
    if isinstance(answer, Problem):
        raise Refused(answer)
    assert answer is not None, "an answer that is not in the document"
    return answer


def sign_in() -> AuthenticatedClient:
    answer = httpx.post(
        API + "/common/oauth2/access_token",
        auth=(os.environ["CLIENT_ID"], os.environ["CLIENT_SECRET"]),
        data={"grant_type": "client_credentials"},
    )
    answer.raise_for_status()
    return AuthenticatedClient(base_url=API, token=answer.json()["access_token"])


def main() -> None:
    with sign_in() as client:
        found = list_res_country.sync(
            client=client, domain='[["code", "=", "BE"]]', fields="name,code"
        )
        (belgium,) = checked(found).res_country
        print(belgium.id, belgium.name, belgium.code)

        values = ResPartnerValues(
            name="Ada", type_=ResPartnerTypeChoice.INVOICE, country_id=belgium.id
        )
        body = CreateResPartnerBody(vals=values, fields=["id"])
        partner_id = checked(create_res_partner.sync(client=client, body=body)).res_partner.id

        # None empties a field; a field that is not set stays as it is
        changes = PatchResPartnerBody(vals=ResPartnerValues(city="London", country_id=None))
        checked(patch_res_partner.sync(partner_id, client=client, body=changes))
        read = read_res_partner.sync(
            partner_id, client=client, fields="name,type,city,country_id,credit_limit"
        )
        partner = checked(read).res_partner
        print(partner.name, partner.type_, partner.city, partner.country_id)

        body_of_call = CallOneResPartnerAddressGetBody(adr_pref=["invoice"])
        addresses = call_one_res_partner_address_get.sync(
            partner_id, client=client, body=body_of_call
        )
        print(checked(addresses).result["invoice"] == partner_id)
        checked(delete_res_partner.sync(partner_id, client=client))

        posted = list_account_move.sync(
            client=client,
            domain='[["move_type", "=", "out_invoice"], ["state", "=", "posted"]]',
            fields="id",
            limit=1,
        )
        (invoice,) = checked(posted).account_move
        printed = print_account_move_account_report_invoice.sync(invoice.id, client=client)
        print(base64.b64decode(checked(printed).report.result)[:5].decode())

        try:
            checked(read_res_partner.sync(partner_id, client=client))
        except Refused as refused:
            print(str(refused).replace(str(partner_id), "…"))


if __name__ == "__main__":
    main()
