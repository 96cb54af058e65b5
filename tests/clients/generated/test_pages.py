"""The how-to pages on generated clients: each page's program is checked and run, and prints the same."""

import pytest

from tests.clients.generated.conftest import FOLDER

pytestmark = pytest.mark.timeout(900)

LANGUAGES = {
    "python": ("02-python.sh", "client.py"),
    "typescript": ("03-typescript.sh", "client.ts"),
    "go": ("04-go.sh", "client.go"),
}


@pytest.fixture
def text_of(billing):
    """A file's text, with the names that invoices have in the series."""
    model = billing.model
    words = {
        "account.move": model,
        "account_move": model.replace(".", "_"),
        "AccountMove": "".join(word.capitalize() for word in model.split(".")),
        "move_type": billing.kind,
        '"posted"': f'"{billing.posted}"',
    }

    def text_of(name):
        text = (FOLDER / name).read_text()
        for old, new in words.items():
            text = text.replace(old, new)
        return text

    return text_of


@pytest.fixture(autouse=True)
def report_url(odoo, server):
    odoo.call("ir.config_parameter", "set_param", ["report.url", server.url])


@pytest.mark.parametrize("language", LANGUAGES)
def test_client(workshop, billing, text_of, language):
    """Signs in, lists, creates, changes, reads, calls, deletes, prints, and gets an error; typed."""
    script, program = LANGUAGES[language]
    names = (program, "tsconfig.json")
    made = workshop(
        f"res.partner,res.country,{billing.model}", {name: text_of(name) for name in names}
    )
    said = made.generate(script)
    assert "error" not in said.lower().replace("errors.py", ""), said
    printed = getattr(made, language)(program)
    expected = (FOLDER / "client.out").read_text()
    assert printed.replace("true", "True").replace("false", "False") == expected
