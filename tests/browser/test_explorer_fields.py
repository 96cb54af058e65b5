"""The fields of a model on its page in the API explorer."""

from tests.harness.explorer import Explorer


def test_the_choices_of_a_selection(person, administrator):
    """Seen to fail when the document named the choices one schema further on."""
    one = Explorer(person(), administrator)
    one.open("#res.partner")
    one.sign_in()
    row = one.page.locator("[data-field=type]")
    row.locator("summary").click()
    shown = row.locator("li code")
    shown.first.wait_for()
    assert {"contact", "invoice", "delivery"} <= set(shown.all_inner_texts())
    assert one.page.locator("[data-field=name] summary").count() == 0
    assert one.wrong == []
