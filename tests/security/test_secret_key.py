"""The key that seals secrets is lost, or changed without the old one beside it."""

from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_token
from tests.harness.rpc import OdooClient

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"
FORM = {"grant_type": "client_credentials"}
OLD, NEW = "the key before", "another key"


def ask(http, application):
    auth = (application.client_id, application.client_secret)
    return http.post(OAUTH2 + "/access_token", data=FORM, auth=auth)


def test_a_changed_key(make_server, server, register):
    changed = make_server(db=server.db, workers=0, env={"RESTAPI_SECRET_KEY": NEW})
    application = register()
    with HttpClient(changed.url) as http:
        answer = ask(http, application)
        assert (answer.status_code, answer.json()["error"]) == (503, "server_error")
        assert "restapi_secret_key" in answer.json()["error_description"]
        assert answer.headers["Retry-After"]
        # the form still opens, and a new secret helps
        admin = OdooClient(changed.url, changed.db)
        names = ["client_id", "client_secret"]
        assert admin.read("restapi.application", application.id, names)["client_secret"] is False
        admin.call("restapi.application", "action_new_secret", [[application.id]])
        secret = admin.read("restapi.application", application.id, names)["client_secret"]
        renewed = application._replace(client_secret=secret)
        token = ask(http, renewed).json()["access_token"]
        assert http.get(PARTNER, token=token).status_code == 200
    # on the host with the first key, tokens of both signing keys are good
    with HttpClient(server.url) as http:
        assert http.get(PARTNER, token=token).status_code == 200
        first = get_token(http, register())["access_token"]
        assert http.get(PARTNER, token=first).status_code == 200


def test_a_key_replaced_by_another_opens_what_the_first_has_sealed(make_server):
    both = {"RESTAPI_SECRET_KEY": f"{NEW}, {OLD}"}
    old = make_server(workers=0, env={"RESTAPI_SECRET_KEY": OLD})
    admin = OdooClient(old.url, old.db)
    vals = {"name": "Sealed", "user_id": admin.uid}
    record = admin.create("restapi.application", vals)
    secret = admin.read("restapi.application", record, ["client_secret"])["client_secret"]
    new = make_server(db=old.db, workers=0, env=both)
    admin = OdooClient(new.url, new.db)
    row = admin.read("restapi.application", record, ["client_secret"])
    assert row["client_secret"] == secret
