"""Dry runs: everything is tried, nothing is done (docs/reference/requests.rst)."""

import base64
import socket
import threading

import pytest

from tests.harness.objects import ok
from tests.harness.problems import problem

MARK = "Only a dry run"


def dry(answer, status=200):
    assert answer.status_code == status, answer.text
    assert answer.headers["X-Dry-Run"] == "true"
    return answer.json()


@pytest.fixture
def partner(odoo):
    return odoo.create("res.partner", {"name": "Stays as it is"})


def test_every_route_that_changes(api, odoo, partner, vals_argument):
    """Seen to fail without the rollback."""
    one, vals = f"res.partner/{partner}", {"name": MARK, "city": "Namur"}
    made = dry(api.post("res.partner?dry_run=True", json={"vals": vals}))["Contact"]
    assert (made["name"], made["city"]) == (MARK, "Namur")
    many = dry(api.post("res.partner", json={"vals": [vals, vals], "dry_run": True}))["Contact"]
    assert [row["name"] for row in many] == [MARK, MARK]
    for method in (api.put, api.patch):
        assert dry(method(one, json={"vals": vals, "dry_run": True}))["Contact"]["name"] == MARK
        rows = dry(method("res.partner?dry_run=1", json={"ids": [partner], "vals": vals}))
        assert rows["Contact"][0]["name"] == MARK
    assert dry(api.delete(f"{one}?dry_run=True")) == {}
    assert dry(api.delete(f"res.partner?ids={partner}&dry_run=True")) == {}
    answer = api.post(f"{one}/write?dry_run=True", json={vals_argument: vals})
    assert dry(answer) == {"result": True}
    assert odoo.read("res.partner", partner, ["name"])["name"] == "Stays as it is"
    assert odoo.search("res.partner", [("name", "=", MARK)]) == []


def test_without_it_nothing_is_said_and_it_is_done(api, odoo):
    answer = api.post("res.partner", json={"vals": {"name": "Made"}, "dry_run": False})
    assert "X-Dry-Run" not in answer.headers
    assert odoo.search("res.partner", [("id", "=", ok(answer)["Contact"]["id"])])


def test_it_fails_as_the_request_would(api, odoo):
    """Also for constraints that are checked at the end of a transaction only."""
    problem(api.put("res.partner/999999?dry_run=True", json={"vals": {}}), 404)
    problem(api.post("res.partner?dry_run=True", json={"vals": {"nam": "x"}}), 400)
    answer = api.post("res.partner?dry_run=True", json={"vals": {"name": False}})
    problem(answer, 403)
    problem(api.post("res.users?dry_run=True", json={"vals": {"name": "x", "login": "admin"}}), 403)


def test_the_rights_are_those_of_the_caller(employee_api):
    problem(employee_api.delete("res.users/2?dry_run=True"), 403)


@pytest.mark.parametrize("value", ["maybe", "2", "[]"])
def test_bad_values(api, value):
    answer = api.post(f"res.partner?dry_run={value}", json={"vals": {"name": MARK}})
    problem(answer, 400, "invalid_parameter")


def test_what_only_reads_has_no_dry_run(api, partner):
    problem(api.get(f"res.partner/{partner}?dry_run=True"), 400, "unknown_parameter")


def test_a_method_may_have_an_argument_of_that_name(api, partner):
    """So calls take it from the query only."""
    answer = api.post(f"res.partner/{partner}/read", json={"dry_run": True})
    detail = problem(answer, 400, "unknown_parameter")["detail"]
    assert "This method" in detail


def test_models_and_caches_are_as_before(api, odoo):
    """Seen to fail without the rollback."""
    vals = {"name": MARK, "model": "x_only_a_dry_run", "state": "manual"}
    dry(api.post("ir.model?dry_run=True", json={"vals": vals}))
    parameter = {"key": "x.only.a.dry.run", "value": "1"}
    dry(api.post("ir.config_parameter?dry_run=True", json={"vals": parameter}))
    for _ in range(6):  # each of the workers gets some
        problem(api.get("x_only_a_dry_run/search"), 404, "unknown_model")
        value = api.post("ir.config_parameter/get_param", json={"key": "x.only.a.dry.run"})
        assert ok(value) == {"result": False}
    assert odoo.search("ir.model", [("model", "=", "x_only_a_dry_run")]) == []


def test_no_file_is_written(api, server):
    """Seen to fail without the storage in the database."""
    folder = server.data_dir / "filestore"
    files = set(folder.rglob("*"))
    content = base64.b64encode(b"nowhere else " * 1000).decode()
    vals = {"name": "x.bin", "datas": content}
    made = dry(api.post("ir.attachment?dry_run=True&fields=file_size", json={"vals": vals}))
    assert made["Attachment"]["file_size"] == 13000
    assert set(folder.rglob("*")) == files


class MailServer:
    """Counts who connects."""

    def __enter__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.connections = 0
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def _accept(self):
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            self.connections += 1
            connection.close()

    def __exit__(self, *exc_info):
        self.socket.close()


def test_no_mail_is_sent(api, odoo):
    """Seen to fail without the check in the mail server."""
    with MailServer() as mail:
        smtp = {"name": "Test", "smtp_host": "127.0.0.1", "smtp_port": mail.port}
        made = [odoo.create("ir.mail_server", smtp)]
        vals = {"email_to": "a@example.com", "email_from": "b@example.com", "body_html": "<p>x</p>"}
        message = odoo.create("mail.mail", {"subject": MARK, **vals})
        try:
            dry(api.post(f"mail.mail/{message}/send?dry_run=True", json={}))
            assert mail.connections == 0
            assert odoo.read("mail.mail", message, ["state"])["state"] == "outgoing"
            ok(api.post(f"mail.mail/{message}/send", json={}))
            assert mail.connections > 0  # otherwise the test would show nothing
        finally:
            odoo.unlink("ir.mail_server", made)


CODE = {
    "commit": "env.cr.commit()",
    "cursor": "env.registry.cursor().close()",
    "caught": "try:\n    env.cr.commit()\nexcept Exception:\n    pass",
}


@pytest.mark.parametrize("code", CODE)
def test_what_can_not_be_undone(api, odoo, code):
    """Seen to fail without the watch over new cursors."""
    model = odoo.search("ir.model", [("model", "=", "res.partner")])[0]
    source = f"env['res.partner'].create({{'name': {MARK!r}}})\n{CODE[code]}"
    vals = {"name": "Action", "model_id": model, "state": "code", "code": source}
    action = odoo.create("ir.actions.server", vals)
    answer = api.post(f"ir.actions.server/{action}/run?dry_run=True", json={})
    detail = problem(answer, 409, "cannot_dry_run")["detail"]
    assert "Nothing was changed" in detail
    assert odoo.search("res.partner", [("name", "=", MARK)]) == []
    ok(api.get("res.partner/search?limit=1"))  # the worker goes on
