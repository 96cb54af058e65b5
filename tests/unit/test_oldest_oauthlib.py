"""An oauthlib that is too old is told: Odoo looks only whether there is any."""

import configparser
import pathlib

import pytest

from restapi import oauth

ROOT = pathlib.Path(__file__).parents[2]


@pytest.mark.parametrize("version", ["2.1.0", "3.1.0", "3.2.1", "3.2.1rc1"])
def test_an_old_one_is_told_in_the_log(caplog, version):
    oauth.warn_if_old(version)
    assert version in caplog.text
    assert "3.2.2" in caplog.text


@pytest.mark.parametrize("version", ["3.2.2", "3.2.2.post1", "3.3.1", "4.0", "3.10"])
def test_a_newer_one_is_not(caplog, version):
    oauth.warn_if_old(version)
    assert not caplog.text


def test_it_is_what_pip_asks_for():
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg")
    oldest = ".".join(map(str, oauth.OLDEST))
    assert f"oauthlib >= {oldest}" in config["options"]["install_requires"]
