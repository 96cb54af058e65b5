"""Customer invoices. Their model and fields have had three sets of names."""

from typing import NamedTuple

from tests.harness.features import has


class Invoicing(NamedTuple):
    """
    :param kind: the field that distinguishes invoices from other records
    :param number: the field with the invoice number
    :param post: the method that posts an invoice, whose state is `posted` afterwards
    :param lines: the model of invoice lines; its field `line_of` holds the invoice
    """

    model: str
    kind: str
    number: str
    post: str
    posted: str
    lines: str
    line_of: str

    @property
    def sent(self) -> tuple[str, str, str]:
        """The condition that selects customer invoices."""
        return (self.kind, "=", "out_invoice")

    def renamed(self, example: str) -> str:
        """An example of the pages, which has the newest names, with those of the series."""
        for newest, own in (
            ("account.move", self.model),
            ("move_type", self.kind),
            ("posted", self.posted),
            ("name,amount_total", f"{self.number},amount_total"),
            ('one["name"]', f'one["{self.number}"]'),
            ("one.name", f"one.{self.number}"),
        ):
            example = example.replace(newest, own)
        return example


def invoicing(series: str) -> Invoicing:
    if not has(series, "invoices as account.move"):
        return Invoicing(
            model="account.invoice",
            kind="type",
            number="number",
            post="action_invoice_open",
            posted="open",
            lines="account.invoice.line",
            line_of="invoice_id",
        )
    return Invoicing(
        model="account.move",
        kind="move_type" if has(series, "move_type") else "type",
        number="name",
        post="action_post",
        posted="posted",
        lines="account.move.line",
        line_of="move_id",
    )
