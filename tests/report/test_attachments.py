"""Documents that Odoo saves as attachments of the record."""

import base64

import pytest

from tests.harness.pdf import texts

REPORT = "/restapi/1.0/report"


@pytest.fixture
def saved(odoo):
    def find(partner):
        domain = [("res_model", "=", "res.partner"), ("res_id", "=", partner)]
        return odoo.search("ir.attachment", domain)

    return find


def test_a_saved_document_is_served_again(http, token, make_report, odoo, saved, has):
    partner = odoo.create("res.partner", {"name": "Kept"})
    report = make_report(
        report_type="qweb-pdf", attachment="'saved-%s.pdf' % object.id", attachment_use=True
    )
    url = f"{REPORT}/{report}/{partner}"
    first = http.get(url, token=token).json()["report"]["result"]
    (attachment,) = saved(partner)
    assert odoo.read("ir.attachment", attachment, ["datas"])["datas"] == first
    odoo.write("res.partner", partner, {"name": "Changed"})
    again = http.get(url, token=token).json()["report"]["result"]
    if has("saved documents rewritten page by page"):
        (page,) = texts(base64.b64decode(again))
        assert "Kept" in page
        assert "Changed" not in page
    else:
        assert again == first
    assert saved(partner) == [attachment]


def test_saved_and_new_documents_are_merged(http, token, make_report, odoo, saved):
    partners = [odoo.create("res.partner", {"name": name}) for name in ("One", "Two")]
    report = make_report(
        report_type="qweb-pdf", attachment="'saved-%s.pdf' % object.id", attachment_use=True
    )
    http.get(f"{REPORT}/{report}/{partners[1]}", token=token)
    url = f"{REPORT}/{report}?ids={partners[0]},{partners[1]}"
    answer = http.get(url, token=token, headers={"Accept": "application/pdf"})
    assert answer.status_code == 200, answer.text
    assert answer.content.count(b"/Type /Page\n") == 2
    assert [len(saved(partner)) for partner in partners] == [1, 1]


def test_a_document_that_may_not_be_saved_is_printed(
    http, token_of, make_user, make_report, odoo, saved, partners
):
    """As in Odoo, a user who may read but not change a record gets the document."""
    user = make_user(["base.group_user"])
    report = make_report(report_type="qweb-pdf", attachment="'saved-%s.pdf' % object.id")
    partner = odoo.create("res.partner", {"name": "Read only"})
    answer = http.get(f"{REPORT}/{report}/{partner}", token=token_of(user.id))
    assert answer.status_code == 200, answer.text
    assert base64.b64decode(answer.json()["report"]["result"]).startswith(b"%PDF-")


def test_an_attachment_that_is_not_a_pdf(http, token, make_report, odoo, has):
    """It can't be merged: the client's error, not the server's."""
    partners = [odoo.create("res.partner", {"name": name}) for name in ("Broken", "Fine")]
    report = make_report(
        report_type="qweb-pdf", attachment="'saved-%s.pdf' % object.id", attachment_use=True
    )
    name = f"saved-{partners[0]}.pdf"
    odoo.create(
        "ir.attachment",
        {
            "name": name,
            **({"datas_fname": name} if has("datas_fname") else {}),
            "res_model": "res.partner",
            "res_id": partners[0],
            "datas": base64.b64encode(b"no PDF at all").decode(),
        },
    )
    url = f"{REPORT}/{report}?ids={partners[0]},{partners[1]}"
    answer = http.get(url, token=token, headers={"Accept": "application/pdf"})
    assert answer.status_code == 403, answer.text
