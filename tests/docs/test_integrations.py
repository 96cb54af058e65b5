"""What the pages promise of their scripts, beyond their output: no duplicates, whatever goes wrong."""

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.docs.relay import CUT, LATE_SECONDS, UNAVAILABLE, Late, Relay
from tests.docs.session import CLIENT, EXAMPLES, PRINTED_URL, PROGRAMS, search_path
from tests.harness.oauth import make_application
from tests.harness.rpc import OdooClient

SECONDS = 60
PREFIX = "WEB-T"
HEADER = "ref,name,email,city,country\n"


@dataclass
class Script:
    """An example in a folder of its own, with the command that runs it."""

    name: str
    folder: Path
    environment: dict[str, str]

    def start(self):
        return subprocess.Popen(
            [PROGRAMS[Path(self.name).suffix], self.name],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self):
        """Runs it and returns its output and its messages."""
        process = self.start()
        printed, messages = process.communicate(timeout=SECONDS)
        assert process.returncode == 0, messages
        return printed.strip(), messages


@pytest.fixture
def odoo(demo):
    return OdooClient(demo.server.url, demo.server.db)


@pytest.fixture
def relay(demo):
    with Relay(demo.server.url) as relay:
        yield relay


@pytest.fixture
def script(odoo, relay, tmp_path):
    """`script("folder/name.py", **replaced)`: an example with other values for its constants"""
    application = make_application(odoo, odoo.uid)

    def make(name, **replaced):
        for file in (CLIENT, EXAMPLES / name):
            text = file.read_text().replace(PRINTED_URL, relay.url)
            for old, new in replaced.items():
                text = text.replace(f"\n{old} = ", f"\n{old} = {new}  # ")
            (tmp_path / file.name).write_text(text)
        return Script(
            file.name,
            tmp_path,
            {
                **os.environ,
                "PATH": search_path(),
                "CLIENT_ID": application.client_id,
                "CLIENT_SECRET": application.client_secret,
            },
        )

    return make


@pytest.fixture
def synchronise(script, odoo):
    """Two rows a batch, references of this test's own, and a shorter time limit of requests."""
    replaced = {"BATCH": 2, "PREFIX": f'"{PREFIX}"', "LIMIT": LATE_SECONDS + 2}
    yield script("integrations/synchronise.py", **replaced)
    odoo.unlink("res.partner", customers(odoo))


def customers(odoo, **context):
    domain = [("ref", "=like", f"{PREFIX}%")]
    return odoo.search("res.partner", domain, context={"active_test": False, **context})


def write_rows(script, *numbers):
    rows = [f"{PREFIX}{n},Customer {n},,London,GB\n" for n in numbers]
    (script.folder / "customers.csv").write_text(HEADER + "".join(rows))


def test_no_duplicates_when_the_server_is_busy_or_an_answer_is_lost(synchronise, odoo, relay):
    write_rows(synchronise, *range(5))
    relay.faults = [UNAVAILABLE, CUT]
    printed, messages = synchronise.run()
    assert relay.faults == []
    assert "again after" in messages
    assert printed == "3 created, 2 unchanged"  # two were created before the answer was lost
    assert len(customers(odoo)) == 5


def test_resumes_after_a_crash(synchronise, odoo, relay):
    write_rows(synchronise, *range(6))
    killed = synchronise.start()
    relay.faults = [UNAVAILABLE, None, killed.kill]  # in the middle of the second batch
    killed.communicate(timeout=SECONDS)
    assert killed.returncode < 0
    assert len(customers(odoo)) == 4
    printed, _messages = synchronise.run()
    assert printed == "2 created, 2 unchanged"  # it resumed with the second batch
    assert len(customers(odoo)) == 6


def test_no_duplicates_when_the_server_continues_after_a_broken_connection(
    synchronise, odoo, relay
):
    write_rows(synchronise, *range(2))
    relay.faults = [Late()]
    printed, messages = synchronise.run()
    assert "may still be carried out" in messages
    assert printed == "2 unchanged"
    assert len(customers(odoo)) == 2


def test_no_duplicates_when_the_server_continues_after_a_crash(synchronise, odoo, relay):
    write_rows(synchronise, *range(2))
    killed = synchronise.start()
    relay.faults = [Late(killed.kill)]
    killed.communicate(timeout=SECONDS)
    assert killed.returncode < 0
    assert synchronise.run()[0] == "2 unchanged"
    assert len(customers(odoo)) == 2


def test_one_run_at_a_time(synchronise, odoo, relay):
    write_rows(synchronise, 1)
    first = synchronise.start()
    second = []
    relay.faults = [lambda: second.append(fail(synchronise))]
    first.communicate(timeout=SECONDS)
    assert first.returncode == 0
    assert second == ["customers.csv: another run is at work on it"]
    assert len(customers(odoo)) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{HEADER}1001,Ada,,London,GB\n", f"1001: a reference must begin with {PREFIX}"),
        (
            f"{HEADER}{PREFIX}1,Ada,,London,England\n",
            f"{PREFIX}1: there is no country England; codes are like GB",
        ),
        (
            f"ref;name;email;city;country\n{PREFIX}1;Ada;;London;GB\n",
            f"customers.csv: the first line must be {HEADER.strip()}",
        ),
    ],
)
def test_harmful_files_are_refused(synchronise, odoo, text, message):
    write_rows(synchronise, 2)
    synchronise.run()
    (synchronise.folder / "customers.csv").write_text(text)
    assert fail(synchronise) == message
    assert len(customers(odoo, active_test=True)) == 1


def test_a_byte_order_mark(synchronise, odoo):
    rows = f"{HEADER}{PREFIX}1,Zoë,,London,GB\n"
    (synchronise.folder / "customers.csv").write_text(rows, encoding="utf-8-sig")
    assert synchronise.run()[0] == "1 created"
    assert odoo.read("res.partner", customers(odoo)[0], ["name"])["name"] == "Zoë"


def fail(script):
    """The message with which it fails."""
    process = script.start()
    _printed, messages = process.communicate(timeout=SECONDS)
    assert process.returncode == 1
    return messages.strip()


def test_a_refused_row_does_not_stop_the_others(synchronise, odoo):
    rows = [f"{PREFIX}1,Customer 1,,London,GB\n", f"{PREFIX}2,,,London,GB\n"]
    (synchronise.folder / "customers.csv").write_text(HEADER + "".join(rows))
    printed, messages = synchronise.run()
    assert printed == "1 created, 1 refused"
    assert messages.startswith(f"{PREFIX}2: 403 ")
    assert len(customers(odoo)) == 1


def test_the_archive(synchronise, odoo):
    write_rows(synchronise, 1, 2)
    synchronise.run()
    ids = customers(odoo)
    write_rows(synchronise, 1)
    assert synchronise.run()[0] == "1 archived, 1 unchanged"
    assert len(customers(odoo, active_test=True)) == 1
    write_rows(synchronise, 1, 2)
    assert synchronise.run()[0] == "1 changed, 1 unchanged"
    assert customers(odoo, active_test=True) == ids


def test_a_truncated_file_archives_no_one(synchronise, odoo):
    write_rows(synchronise, *range(12))
    synchronise.run()
    write_rows(synchronise, 1)
    process = synchronise.start()
    _printed, messages = process.communicate(timeout=SECONDS)
    assert (process.returncode, "is it complete?" in messages) == (1, True)
    assert len(customers(odoo, active_test=True)) == 12


def test_php_waits_for_a_busy_server(script, relay, has):
    """Where invoices have other names than in the script, its second request is understood as wrong."""
    relay.model = "account.move"
    relay.faults = [UNAVAILABLE]
    process = script("integrations/paid_invoice.php").start()
    printed, messages = process.communicate(timeout=SECONDS)
    assert relay.faults == []
    assert (" paid 345\n" if has("move_type") else "RuntimeException: 40") in printed, messages


def test_a_copy_gets_late_commits(script, odoo, demo):
    """Odoo stores the time when a transaction began, so a long one commits changes with an older time."""
    partner = odoo.create("res.partner", {"name": "Early"})
    copy = script("bi/bi_duckdb.py")
    copy.run()
    demo.server.sql(
        "UPDATE res_partner SET name = 'Late', write_date = write_date - INTERVAL '100 s' WHERE id = %s",
        [partner],
    )
    copy.run()
    assert f"\n{partner},Late," in (copy.folder / "contacts.csv").read_text()
    odoo.unlink("res.partner", partner)


def test_a_copy_drops_deleted_records(script, odoo):
    partner = odoo.create("res.partner", {"name": "Soon gone"})
    copy = script("bi/bi_duckdb.py")
    copy.run()
    odoo.unlink("res.partner", partner)
    printed, _messages = copy.run()
    assert "1 deleted" in printed
