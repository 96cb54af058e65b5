"""The addon works with the lowest versions of its requirements that setup.cfg allows."""

import configparser
import os

import pytest
from packaging.requirements import Requirement

from dev import paths, python
from dev.odoo import Odoo
from dev.series import RECIPES
from tests.harness import rsa
from tests.harness.http import HttpClient
from tests.harness.oauth import OAUTH2, get_token, make_application
from tests.harness.oauth1 import Consumer

PARTNER = "/restapi/1.0/object/res.partner/3?fields=name"


def lowest(series):
    return paths.REQUIREMENTS / RECIPES[series].lowest


@pytest.fixture
def http(make_server, server, series):
    """A client of a host of the same database, which uses those versions."""
    odoo = Odoo(series)
    venv = python.Venv(f"lowest-{series}", odoo.venv.interpreter)
    venv.prepare(lowest(series), f"the lowest versions for Odoo {series}")
    (packages,) = venv.path.glob("lib/python*/site-packages")
    path = os.pathsep.join([str(packages), odoo.env["PYTHONPATH"]])
    with HttpClient(make_server(db=server.db, env={"PYTHONPATH": path}).url) as client:
        yield client


def test_they_are_those_of_setup_cfg(series):
    setup = configparser.ConfigParser()
    setup.read(paths.ROOT / "setup.cfg")
    lines = filter(None, setup["options"]["install_requires"].splitlines())
    floors = {wanted.name: str(wanted.specifier) for wanted in map(Requirement, lines)}
    used = [line for line in lowest(series).read_text().splitlines() if not line.startswith("#")]
    for name, version in (line.split("==") for line in used if not line.startswith("asn1crypto")):
        assert (version + ".").startswith(floors[name].removeprefix(">=") + ".")
    if RECIPES[series].lowest == "lowest14.txt":
        assert set(floors) <= {line.split("==")[0] for line in used}


@pytest.mark.timeout(300)
def test_sign_in_with_each_library(http, odoo):
    application = make_application(odoo, odoo.uid)
    credentials = (application.client_id, application.client_secret)

    def post(path, **form):
        answer = http.post(f"{OAUTH2}/{path}", data=form, auth=credentials)
        assert answer.status_code == 200, answer.text
        return answer

    def read(token):
        return http.get(PARTNER, token=token).status_code

    first = get_token(http, application)
    assert read(first["access_token"]) == 200
    second = post(
        "access_token", grant_type="refresh_token", refresh_token=first["refresh_token"]
    ).json()
    assert read(second["access_token"]) == 200
    assert post("introspect", token=second["access_token"]).json()["active"] is True
    assert http.get(f"{OAUTH2}/jwks").json()["keys"]
    head, claims, signature = second["access_token"].split(".")
    assert read(f"{head}.{claims}.{signature[::-1]}") == 401
    post("revoke", token=second["access_token"])
    assert read(second["access_token"]) == 401


@pytest.mark.timeout(300)
def test_signed_requests(http, odoo):
    pairs = rsa.two_pairs()
    application = make_application(odoo, odoo.uid, rsa_public_key=pairs.public_pem)
    for method in ("HMAC-SHA1", "HMAC-SHA256", "RSA-SHA1", "RSA-SHA256"):
        consumer = Consumer(http, application, method=method, rsa_key=pairs.private_pem)
        token = consumer.authorized()
        assert consumer.send("GET", PARTNER, token).status_code == 200
        assert consumer.send("GET", PARTNER, token, signature="x").status_code == 401
