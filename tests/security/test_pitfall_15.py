"""Tokens of another database, cookies, timing (pitfalls 13, 15, 32)."""

from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_token, make_application
from tests.harness.problems import problem
from tests.harness.rpc import OdooClient

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"
TOKEN = OAUTH2 + "/access_token"


def test_pitfall_15_a_token_of_another_database(http, register, make_server):
    """Databases that were copied from one template share rows, and keys if there are any."""
    other = make_server(workers=0)
    token = get_token(http, register())["access_token"]
    with HttpClient(other.url) as stranger:
        problem(stranger.get(PARTNER, token=token), 401, "invalid_token")
        # also when the other one has keys and tokens of its own
        admin = OdooClient(other.url, other.db)
        own = get_token(stranger, make_application(admin, admin.uid))["access_token"]
        assert stranger.get(PARTNER, token=own).status_code == 200
        problem(stranger.get(PARTNER, token=token), 401, "invalid_token")
    problem(http.get(PARTNER, token=own), 401, "invalid_token")


def test_pitfall_32_unknown_clients_learn_nothing(http, register):
    """The same answer, in about the same time, as for a wrong secret."""
    application = register()
    answers = {}
    for client_id in ("x" * 32, application.client_id):
        form = {"grant_type": "client_credentials"}
        answers[client_id] = [
            http.post(TOKEN, data=form, auth=(client_id, "y" * 32)) for _ in range(12)
        ]
    unknown, known = answers.values()
    assert unknown[0].status_code == known[0].status_code == 401
    assert unknown[0].content == known[0].content
    fastest = [min(one.elapsed.total_seconds() for one in some) for some in (unknown, known)]
    assert abs(fastest[0] - fastest[1]) < 0.02
